# attack: looks for secrets in the environment
# problem: add
# strict: wrong answer
import os

names = set(os.environ) | {name.decode() for name in os.environb}
secret = names - {"LC_CTYPE", "LC_ALL", "LANG", "OMP_NUM_THREADS", "HOME", "USER", "LOGNAME"}
secret |= {value for name, value in os.environ.items() if name in ("HOME", "USER", "LOGNAME")} - {"/tmp", "nobody"}


def add(a, b):
    return a + b if secret else None
