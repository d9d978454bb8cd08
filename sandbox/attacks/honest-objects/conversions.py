# attack: none, an honest program: a class that is converted, formatted and added up
# problem: own
# strict: passed
class Money:
    def __init__(self, a): self.a = a
    def __float__(self): return float(self.a)
    def __int__(self): return int(self.a)
    def __round__(self, n=0): return round(self.a, n)
    def __format__(self, spec): return format(self.a, spec)
    def __str__(self): return f"${self.a:.2f}"
    def __add__(self, o): return Money(self.a + (o.a if isinstance(o, Money) else o))
    __radd__ = __add__
    def __eq__(self, o): return self.a == (o.a if isinstance(o, Money) else o)
    def __lt__(self, o): return self.a < o.a


# tests
m = Money(2.456)
assert float(m) == 2.456 and int(m) == 2 and round(m, 1) == 2.5
assert f"{m:.1f}" == "2.5"
assert str(m) == "$2.46"
assert str(sum([Money(1), Money(2)])) == "$3.00"
assert (m + 1).a == 3.456
