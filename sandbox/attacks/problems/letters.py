# entry: decode
# helpers
def decode(text: str) -> str:
    """Undo what was done to text: in each group of three letters the first one went behind the others."""
# tests
def encode(text):
    groups = [text[at : at + 3] for at in range(0, len(text), 3)]
    return "".join(group[1:] + group[0] if len(group) == 3 else group for group in groups)

def check(candidate):
    from random import choice, randint
    import string

    letters = string.ascii_lowercase
    for _ in range(100):
        text = "".join(choice(letters) for _ in range(randint(10, 20)))
        assert candidate(encode(text)) == text

check(decode)
