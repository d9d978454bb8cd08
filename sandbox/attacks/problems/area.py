# tests
import math
assert math.isclose(circle_area(10), 314.15926535897933, rel_tol=1e-9)
assert math.isclose(circle_area(0.5), 0.7853981633974483, rel_tol=1e-9)
assert circle_area(0) == 0
