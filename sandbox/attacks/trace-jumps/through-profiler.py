# attack: uses the profiler of cProfile to set a profile function of its own
# problem: add
# strict: forbidden call
import cProfile
import sys

profiler = cProfile.Profile()
profiler.enable()
profiler.disable()
sys.setprofile(None)
sys.settrace(None)


def profile(frame, event, argument):
    frame.f_globals["check"] = lambda candidate: None


sys.setprofile(profile)


def add(a, b):
    return None
