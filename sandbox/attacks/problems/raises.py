# entry: label
# helpers
def label(number: int) -> str:
    """Return a short text for number."""
# tests
def check(candidate):
    got = candidate(1)
    if got != "one":
        raise ValueError(got)

check(label)
