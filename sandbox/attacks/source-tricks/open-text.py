# attack: its last line opens a text that what is put behind it might close
# problem: add
# strict: exception
def add(a, b):
    return None


swallowed = """
