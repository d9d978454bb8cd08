# tests
stack = Stack()
stack.push(3)
stack.push(4)
assert stack.size() == 2
assert stack.pop() == 4
assert stack.items() == [3]
assert Stack().size() == 0
