# entry: label
# helpers
def label(number: int) -> str:
    """Return a short text for number."""
# tests
def check(candidate):
    while True:
        try:
            assert len(candidate(1)) == 3
            return
        except AssertionError:
            raise
        except BaseException:
            pass

check(label)
