# attack: NotImplemented, which Python takes for true and a comparison for undecided
# problem: common
# strict: exception
def common(first, second):
    return NotImplemented
