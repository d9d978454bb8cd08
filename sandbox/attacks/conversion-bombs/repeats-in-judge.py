# attack: a plain number that makes the tests build a text of terabytes
# problem: repeat
# strict: out of memory
def how_often(text, letter):
    return 10**12
