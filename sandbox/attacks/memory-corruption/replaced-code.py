# attack: the same by the documented way to change a code object
# problem: add
# strict: crashed
# reference: crashed | forbidden call
def three():
    return 1


def add(a, b):
    three.__code__ = three.__code__.replace(co_code=b"\x97\x00\x90\x7f\x90\xff\x90\xff\x64\xff\x53\x00")
    return three()
