# attack: a profile function changes the answers as they are returned
# problem: add
# strict: forbidden call
# reference: forbidden call
import sys


def profile(frame, event, argument):
    if event == "return" and frame.f_code.co_name == "add":
        frame.f_globals["check"] = lambda candidate: None


sys.setprofile(profile)


def add(a, b):
    return None
