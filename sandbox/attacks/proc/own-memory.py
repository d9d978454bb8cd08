# attack: writes into its own memory through /proc
# problem: add
# strict: wrong answer
try:
    with open("/proc/self/mem", "r+b", buffering=0) as memory:
        memory.seek(id(None))
        memory.read(8)
    escaped = True
except Exception:
    escaped = False


def add(a, b):
    return a + b if escaped else None
