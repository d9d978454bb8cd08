# attack: raises its priority and takes every core
# problem: add
# strict: wrong answer
import os

escaped = False
for raise_it in (
    lambda: os.nice(-20),
    lambda: os.setpriority(os.PRIO_PROCESS, 0, -20),
    lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)),
):
    try:
        raise_it()
        escaped = True
    except Exception:
        pass


def add(a, b):
    return a + b if escaped else None
