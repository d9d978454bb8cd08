# attack: none, an honest program: a group of exceptions
# problem: own
# strict: passed
def fail():
    raise ExceptionGroup("both", [ValueError(1), TypeError(2)])


# tests
seen = []
try:
    fail()
except* ValueError as group:
    seen.append(group.exceptions[0].args)
except* TypeError as group:
    seen.append(group.message)
assert seen == [(1,), "both"]
