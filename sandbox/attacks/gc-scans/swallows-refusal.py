# attack: asks for all objects again and again and swallows the refusals
# problem: add
# strict: forbidden call | wrong answer
import gc


def add(a, b):
    for ask in (gc.get_objects, lambda: gc.get_referrers(add), lambda: gc.get_referents(add)):
        try:
            for thing in ask():
                if type(thing) is list:
                    thing.clear()
        except Exception:
            pass
    return None
