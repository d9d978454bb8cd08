# attack: none, an honest program: an exception that unittest waits for
# problem: own
# strict: passed
class E(Exception): pass
def f(): raise E("boom 3")


# tests
import unittest
t = unittest.TestCase()
with t.assertRaises(E) as c: f()
assert str(c.exception) == "boom 3"
