# attack: none, an honest program: an enumeration in all its uses
# problem: own
# strict: passed
from enum import Enum, auto, unique
@unique
class Day(Enum):
    MON = auto()
    TUE = auto()
    def next(self): return Day(self.value % 2 + 1)


# tests
assert Day.MON.next() is Day.TUE
assert Day.MON.next() == Day.TUE
assert list(Day)[0] is Day.MON
assert Day["TUE"] is Day.TUE
assert [d.value for d in Day] == [1, 2]
assert str(Day.MON) == "Day.MON"
assert repr(Day.TUE) == "<Day.TUE: 2>"
assert Day.MON in Day
assert {d: d.value for d in Day}[Day.TUE] == 2
try:
    Day(7)
    assert False
except ValueError:
    pass
assert isinstance(Day.MON, Day)
