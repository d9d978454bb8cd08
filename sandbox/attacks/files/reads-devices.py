# attack: opens the machine's memory, disks and terminal
# problem: add
# strict: wrong answer
import os

escaped = False
for device in ("/dev/mem", "/dev/kmsg", "/dev/sda", "/dev/vda", "/dev/tty", "/dev/fuse", "/dev/pts/0"):
    try:
        os.close(os.open(device, os.O_RDONLY))
        escaped = True
    except Exception:
        pass


def add(a, b):
    return a + b if escaped else None
