# attack: returns a text of 100 GB
# problem: shift
# strict: out of memory
def shift(text, places):
    return text * 10**11
