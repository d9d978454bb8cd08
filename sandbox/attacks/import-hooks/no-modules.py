# attack: empties the table of modules
# problem: ascending
# strict: wrong answer
# reference: wrong answer | exception
import sys

sys.modules.clear()
sys.path.clear()
sys.meta_path.clear()


def ascending(numbers):
    return None
