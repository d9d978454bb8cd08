# attack: sys.exit(0) before any test
# problem: add
# strict: exception
import sys

sys.exit(0)
