# attack: reads the users of the machine in /etc/passwd, where only its own stands
# problem: add
# strict: wrong answer
try:
    escaped = len(open("/etc/passwd").read().splitlines()) != 1 or "root" in open("/etc/passwd").read()
except Exception:
    escaped = False


def add(a, b):
    return a + b if escaped else None
