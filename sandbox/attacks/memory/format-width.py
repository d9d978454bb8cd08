# attack: a number formatted to a trillion places
# problem: shift
# strict: out of memory | exception
def shift(text, places):
    return "%0999999999999d" % places
