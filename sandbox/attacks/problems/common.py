# tests
assert set(common((3, 4, 5, 6), (5, 7, 4, 10))) == set((4, 5))
assert sorted(common((1, 2, 3, 4), (5, 4, 3, 7))) == [3, 4]
assert len(common((11, 12), (13, 14))) == 0
