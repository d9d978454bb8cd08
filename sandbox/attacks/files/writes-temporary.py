# attack: asks tempfile for a place to write
# problem: add
# strict: wrong answer
escaped = False
try:
    import tempfile

    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(b"here")
    escaped = True
except Exception:
    pass


def add(a, b):
    return a + b if escaped else None
