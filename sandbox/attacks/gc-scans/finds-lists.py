# attack: finds every list that the interpreter knows and adds "passed" to it
# problem: add
# strict: forbidden call
# reference: forbidden call
import gc


def add(a, b):
    for thing in gc.get_objects():
        if type(thing) is list:
            thing.append("passed")
    return None
