# attack: makes symbolic links, pipes and device nodes
# problem: add
# strict: wrong answer
import os
import stat

escaped = False
for folder in ("/", "/tmp", "."):
    for make in (
        lambda path: os.symlink("/", path),
        lambda path: os.mkfifo(path),
        lambda path: os.mknod(path, stat.S_IFBLK | 0o666, os.makedev(8, 0)),
        lambda path: os.mkdir(path),
    ):
        try:
            make(os.path.join(folder, "made-by-an-attack"))
            escaped = True
        except Exception:
            pass


def add(a, b):
    return a + b if escaped else None
