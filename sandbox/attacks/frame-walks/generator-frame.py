# attack: reaches the frames above from a running generator's own frame
# problem: add
# strict: wrong answer | crashed
# reference: passed
# forgery: shared interpreter
def walk():
    frame = generator.gi_frame
    while frame is not None:
        for value in list(frame.f_locals.values()):
            if hasattr(value, "append"):
                value.append("passed")
        frame = frame.f_back
    yield None


generator = walk()


def add(a, b):
    return next(generator, None)
