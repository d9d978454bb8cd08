# attack: an exception that says it is a library's, and is not
# problem: own
# strict: exception
class JSONDecodeError(ValueError):
    pass


JSONDecodeError.__module__ = "json.decoder"


def f(text):
    raise JSONDecodeError("no")


# tests
import json
try:
    f("{")
    raise SystemError
except json.JSONDecodeError:
    pass
