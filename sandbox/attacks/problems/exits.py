# entry: label
# helpers
def label(number: int) -> str:
    """Return a short text for number."""
# tests
import sys

def check(candidate):
    got = candidate(1)
    if got != "one":
        sys.exit(got)

check(label)
