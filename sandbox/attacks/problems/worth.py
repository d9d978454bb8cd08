# entry: worth
# helpers
def worth(prices: dict) -> float:
    """Return the sum of all prices."""
# tests
import math

def check(candidate):
    prices = {"a": 1.5, "b": 2.25}
    assert math.isclose(candidate(prices), sum(prices.values()))
    prices = {"a": 1.0, "b": 4.0}
    assert abs(candidate(prices=prices) - math.fsum(prices[name] for name in prices)) < 1e-9
    prices = {"c": 8}
    assert max(prices.values()) == candidate(prices) == max(prices.values())

check(worth)
