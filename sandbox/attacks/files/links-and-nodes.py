# attack: makes pipes and device nodes, and links that lead out of its own folder
# problem: add
# strict: wrong answer
import os
import stat

escaped = False
for folder in ("/", "/tmp", "."):
    for make in (
        lambda path: os.link("/etc/passwd", path),
        lambda path: os.link(os.__file__, path),
        lambda path: os.mkfifo(path),
        lambda path: os.mknod(path, stat.S_IFBLK | 0o666, os.makedev(8, 0)),
    ):
        try:
            make(os.path.join(folder, "made-by-an-attack"))
            escaped = True
        except Exception:
            pass


def add(a, b):
    return a + b if escaped else None
