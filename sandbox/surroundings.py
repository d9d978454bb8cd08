"""What a program finds around it: streams that swallow, files that live in this process where no file system for them can be
had, and, in reference mode, the gaps that the reference harness leaves."""
import builtins as _builtins
import hashlib as _hashlib
import io as _io
import os as _os
import random as _random
import sys as _sys
import tempfile as _tempfile


class Sink(_io.StringIO):
    """Standard output and input: takes everything, keeps nothing, has nothing to read."""

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"string argument expected, got {type(text).__name__!r}")
        return len(text)

    def read(self, *size):
        raise OSError

    readline = readlines = __next__ = read

    def readable(self):
        return False


_files = {}
_open = open


def _memory_file(base):
    class MemoryFile(base):
        def __init__(self, name, content):
            super().__init__()
            self.name = name
            self.write(content)

        def close(self):
            if not self.closed:
                _files[self.name] = self.getvalue()
            super().close()

    return MemoryFile


_TextFile, _ByteFile = _memory_file(_io.StringIO), _memory_file(_io.BytesIO)


def _scratch_open(file, mode="r", *rest, **options):
    """The built-in open, but what is opened for writing lives in this process and dies with it."""
    if type(file) is str and type(mode) is str:
        name = _os.path.normpath(file)
        writes = any(letter in mode for letter in "wax+")
        if writes or name in _files:
            if "x" in mode and name in _files:
                raise FileExistsError(17, "File exists", file)
            if "r" in mode and name not in _files:
                raise FileNotFoundError(2, "No such file or directory", file)
            kind, empty = (_ByteFile, b"") if "b" in mode else (_TextFile, "")
            content = empty if "w" in mode else _files.get(name, empty)
            if type(content) is not type(empty):
                content = content.encode() if empty == b"" else content.decode()
            result = kind(name, content)
            if "a" not in mode:
                result.seek(0)
            return result
    return _open(file, mode, *rest, **options)


# As in the harness; there is no such file here, but modules ask where it would be.
_sys.executable = _os.path.join(_sys.prefix, "bin", "python3")

_own_files = False
_tempfile.tempdir = "/tmp"  # found by the harness before it takes getcwd away


def use_own_files():
    """A folder that may be written is there; the kernel throws it away after the program."""
    global _own_files
    _own_files = True


_STREAMS = ("stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__")


def surround():
    for name in _STREAMS:
        setattr(_sys, name, Sink())
    if not _own_files:
        _builtins.open = _scratch_open
    # What a program draws is the same every time; the judge's own draws are no business of a program's (`draws.py`).
    _random.seed(0)


def _pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    """Password based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function."""
    # Source: RFC 8018, section 5.2; of HMAC: RFC 2104.
    inner, outer = _hashlib.new(hash_name), _hashlib.new(hash_name)
    key, salt = bytes(memoryview(password)), bytes(memoryview(salt))
    if len(key) > inner.block_size:
        key = _hashlib.new(hash_name, key).digest()
    key += bytes(inner.block_size - len(key))
    inner.update(bytes(byte ^ 0x36 for byte in key))
    outer.update(bytes(byte ^ 0x5C for byte in key))
    if iterations < 1:
        raise ValueError("iteration value must be greater than 0.")
    dklen = outer.digest_size if dklen is None else dklen
    if dklen < 1:
        raise ValueError("key length must be greater than 0.")
    result = b""
    while len(result) < dklen:
        last, block = salt + (len(result) // outer.digest_size + 1).to_bytes(4, "big"), 0
        for _ in range(iterations):
            within, around = inner.copy(), outer.copy()
            within.update(last)
            around.update(within.digest())
            last = around.digest()
            block ^= int.from_bytes(last, "big")
        result += block.to_bytes(outer.digest_size, "big")
    return result[:dklen]


# Since Python 3.12 it has OpenSSL's alone, which is not loaded.
if not hasattr(_hashlib, "pbkdf2_hmac"):
    _hashlib.pbkdf2_hmac = _pbkdf2_hmac


def prepare_candidate():
    surround()

    def leave(code=None):
        raise SystemExit(code)

    _builtins.exit = _builtins.quit = leave


# What the reference harness takes away before it runs a program: a call of these is a call of None.
_GAPS = {
    "builtins": "exit quit help",
    "os": (
        "kill system putenv remove removedirs rmdir fchdir setuid fork forkpty killpg rename renames truncate replace "
        "unlink fchmod fchown chmod chown chroot lchflags lchmod lchown getcwd chdir"
    ),
    "shutil": "rmtree move chown",
    "subprocess": "Popen",
}


_copies = {}


def originals():
    """The contents of all modules as they are now, for reference mode to put them back."""
    pairs = [(_sys.modules, dict(_sys.modules))]
    pairs += [(places, list(places)) for places in (_sys.path, _sys.path_hooks, _sys.meta_path)]
    for name, module in _sys.modules.items():
        if isinstance(module, type(_sys)) and name != "__main__":
            _copies[name] = dict(vars(module))
            pairs.append((vars(module), _copies[name]))
    return pairs


def _set(module, name, value):
    """For good: as if it had always been so."""
    setattr(_sys.modules[module], name, value)
    _copies[module][name] = value


def prepare_reference(tests):
    surround()
    _os.environ["OMP_NUM_THREADS"] = "1"  # before putenv goes
    for name in _STREAMS:
        _copies["sys"].pop(name, None)
    _copies["builtins"]["open"] = _builtins.open
    for module, names in _GAPS.items():
        for name in names.split():
            _set(module, name, None)
    for module in ("ipdb", "joblib", "resource", "psutil", "tkinter"):
        _sys.modules[module] = None
    if "import numpy" in tests:
        _sys.modules["numpy"] = array_module()
    return {"__builtins__": vars(_builtins)}


def run_reference(code, names, result, _exec=exec):
    """The frame that the harness has above a program, with the list of results in it."""
    _exec(code, names)


def library_folder():
    return _os.path.dirname(_os.__file__)
