# attack: changes settings of the kernel and its own place in the order of killing
# problem: add
# strict: wrong answer
import os

escaped = False
for path, text in (
    ("/proc/self/oom_score_adj", b"-1000"),
    ("/proc/sys/kernel/core_pattern", b"|/tmp/x"),
    ("/proc/sysrq-trigger", b"h"),
    ("/sys/fs/cgroup/cgroup.procs", b"0"),
    ("/sys/kernel/mm/transparent_hugepage/enabled", b"never"),
):
    try:
        descriptor = os.open(path, os.O_WRONLY)
        escaped = True
        os.write(descriptor, text)
    except Exception:
        pass


def add(a, b):
    return a + b if escaped else None
