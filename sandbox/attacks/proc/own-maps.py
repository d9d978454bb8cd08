# attack: reads where everything lies in its memory
# problem: add
# strict: wrong answer
escaped = False
for path in ("/proc/self/maps", "/proc/self/smaps", "/proc/thread-self/stat", "/proc/self/auxv", "/proc/self/pagemap"):
    try:
        with open(path, "rb") as file:
            escaped = escaped or bool(file.read(1))
    except Exception:
        pass


def add(a, b):
    return a + b if escaped else None
