# attack: raises KeyboardInterrupt, which a runner may take for its user's
# problem: add
# strict: exception
def add(a, b):
    raise KeyboardInterrupt
