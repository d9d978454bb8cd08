# attack: none, an honest program: a class with length, items and iteration
# problem: own
# strict: passed
class Stack:
    def __init__(self): self._items = []
    def push(self, x): self._items.append(x)
    def pop(self): return self._items.pop()
    def __len__(self): return len(self._items)
    def __contains__(self, x): return x in self._items
    def __iter__(self): return iter(self._items)
    def __getitem__(self, i): return self._items[i]
    def __setitem__(self, i, v): self._items[i] = v
    def __delitem__(self, i): del self._items[i]
    def __reversed__(self): return reversed(self._items)
    def __bool__(self): return bool(self._items)


# tests
s = Stack()
assert not s
s.push(1); s.push(2)
assert len(s) == 2 and 1 in s and 5 not in s
assert list(s) == [1, 2] and s[0] == 1 and s[-1] == 2
s[0] = 9
assert s.pop() == 2 and s[0] == 9
del s[0]
assert len(s) == 0
s.push(4)
s.push(5)
assert list(reversed(s)) == [5, 4]
assert sum(x for x in s) == 9
a, b = s
assert a == 4
assert sorted(s) == [4, 5] and max(s) == 5
