# attack: runs code in a second interpreter of the process, where no hook of the first looks
# problem: add
# strict: wrong answer
try:
    try:
        import _interpreters as interpreters  # Python 3.13
    except ImportError:
        import _xxsubinterpreters as interpreters
    interpreters.run_string(interpreters.create(), "import sys; sys.settrace(None)")
    escaped = True
except Exception:
    escaped = False


def add(a, b):
    return a + b if escaped else None
