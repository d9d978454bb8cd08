# tests
assert sorted(filter([4, 3, 2])) == sorted([2, 4])
assert len(filter(range(10))) == 5
