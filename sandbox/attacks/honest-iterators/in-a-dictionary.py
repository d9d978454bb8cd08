# attack: none, an honest program: iterators in a dictionary
# problem: own
# strict: passed
def f(): return {"a": (i for i in range(2)), "b": iter("xy")}


# tests
d = f()
assert list(d["a"]) == [0, 1] and list(d["b"]) == ["x", "y"]
