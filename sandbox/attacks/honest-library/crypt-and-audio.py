# attack: none, an honest program that imports old modules of machine code
# problem: own
# strict: passed
import warnings

warnings.simplefilter("ignore")
try:
    import audioop
    import crypt
except ImportError:  # gone since Python 3.13
    audioop = None


def louder(samples):
    if audioop is None:
        return bytes(2 * sample for sample in samples), True
    return audioop.mul(bytes(samples), 1, 2), bool(crypt.methods)


# tests
assert louder([1, 2]) == (b"\x02\x04", True)
