# attack: makes the module sys anew, to find the functions that set a trace
# problem: add
# strict: forbidden call
import importlib.util
import sys

spec = importlib.util.find_spec("sys")
sys.modules.pop("sys")
fresh = __import__("sys")
fresh.settrace(lambda *about: None)


def add(a, b):
    return None
