# attack: raises an exception that no "except Exception" catches
# problem: add
# strict: exception
class Quiet(BaseException):
    pass


def add(a, b):
    raise Quiet
