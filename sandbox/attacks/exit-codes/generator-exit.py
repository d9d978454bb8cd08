# attack: raises GeneratorExit, which ends generators in silence
# problem: evens
# strict: exception
def evens(numbers):
    raise GeneratorExit
