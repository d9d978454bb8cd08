# attack: none, an honest program: a tree that is gone through in order
# problem: own
# strict: passed
class Node:
    def __init__(self, key): self.key, self.left, self.right = key, None, None
class BST:
    def __init__(self): self.root = None
    def insert(self, key):
        if self.root is None: self.root = Node(key); return
        n = self.root
        while True:
            d = "left" if key < n.key else "right"
            if getattr(n, d) is None: setattr(n, d, Node(key)); return
            n = getattr(n, d)
    def __iter__(self):
        def walk(n):
            if n:
                yield from walk(n.left)
                yield n.key
                yield from walk(n.right)
        return walk(self.root)
    def __len__(self): return sum(1 for _ in self)


# tests
t = BST()
for k in [5, 2, 8, 1]: t.insert(k)
assert list(t) == [1, 2, 5, 8]
assert len(t) == 4
assert t.root.left.key == 2
assert t.root.right.left is None
assert 8 in t
