# tests
assert isclose(circumference(10), 62.83185307179586, rel_tol=1e-9)
assert isclose(circumference(0.5), pi)
