# tests
assert count_pairs([1, 5, 3, 4, 2], 2) == 3
assert count_pairs([8, 12, 16, 4, 0, 20], 4) == 5
assert count_pairs([2, 4, 1, 3, 4], 2) == 3
