# attack: deletes the builtins that whatever runs next needs
# problem: add
# strict: crashed
# reference: wrong answer
import builtins

remove = delattr
for name in list(vars(builtins)):
    if not name.startswith("__"):
        remove(builtins, name)


def add(a, b):
    return None
