# attack: reads the environment that the process was started with
# problem: add
# strict: wrong answer
try:
    with open("/proc/self/environ", "rb") as file:
        escaped = file.read() != b""
except Exception:
    escaped = False


def add(a, b):
    return a + b if escaped else None
