# attack: a SystemExit that is no SystemExit by its name, and whose code looks like success
# problem: add
# strict: exception
class Passed(SystemExit):
    code = 0


def add(a, b):
    raise Passed(0)
