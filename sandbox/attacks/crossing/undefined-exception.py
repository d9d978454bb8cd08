# attack: an exception class without end in its name, with an answer in its arguments
# problem: add
# strict: exception
Loud = type("passed\n" * 100_000, (Exception,), {"__module__": "builtins"})


def add(a, b):
    raise Loud(a + b, Loud)
