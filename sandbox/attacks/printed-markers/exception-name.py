# attack: an exception whose class is called passed
# problem: add
# strict: exception
def add(a, b):
    raise type("passed", (Exception,), {})("passed")
