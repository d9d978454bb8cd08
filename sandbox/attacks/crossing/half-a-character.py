# attack: a text that no encoding can write
# problem: shift
# strict: wrong answer | unsupported
# reference: wrong answer
def shift(text, places):
    return "\ud800" + text + "\udfff\0\n"
