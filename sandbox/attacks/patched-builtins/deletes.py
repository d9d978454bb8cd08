# attack: deletes the builtins that whatever runs next needs
# problem: add
# strict: wrong answer
import builtins

for name in list(vars(builtins)):
    if not name.startswith("__"):
        delattr(builtins, name)


def add(a, b):
    return None
