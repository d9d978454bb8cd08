# tests
assert all(got == want for got, want in zip(map(double, [1, 2, 3]), [2, 4, 6]))
assert [double(number) for number in (5, -1)] == [10, -2]
