# attack: none, an honest program: an exception with a text of its own
# problem: own
# strict: passed
class E(Exception):
    def __init__(self, code): self.code = code
    def __str__(self): return f"code {self.code}"
def f(): raise E(3)


# tests
try:
    f()
except E as e:
    assert str(e) == "code 3" and e.code == 3 and f"{e}" == "code 3"
