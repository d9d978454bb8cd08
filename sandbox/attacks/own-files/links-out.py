# attack: makes symbolic links to what lies outside and opens them
# problem: add
# strict: wrong answer
import os

escaped = False
for number, target in enumerate(
    ("/proc/self/mem", "/proc/1/root/etc/shadow", "../../../../../etc/shadow", "../candidate", "../judge", "/dev/mem", "/home")
):
    try:
        os.symlink(target, f"link-{number}")
        os.close(os.open(f"link-{number}", os.O_RDONLY))
        escaped = True
    except Exception:
        pass


def add(a, b):
    return a + b if escaped else None
