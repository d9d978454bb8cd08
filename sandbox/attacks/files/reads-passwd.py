# attack: reads /etc/passwd
# problem: add
# strict: wrong answer
try:
    escaped = open("/etc/passwd").read() != ""
except Exception:
    escaped = False


def add(a, b):
    return a + b if escaped else None
