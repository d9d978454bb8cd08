# solution
def filter(numbers):
    return [number for number in numbers if number % 2 == 0]
# tests
assert sorted(filter([4, 3, 2])) == sorted([2, 4])
assert set(filter((1, 3))) == set()
assert len(filter(range(10))) == 5
