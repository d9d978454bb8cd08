# attack: runs itself under the standard library's debugger, which traces
# problem: add
# strict: forbidden call
# reference: forbidden call
import bdb


class Jumper(bdb.Bdb):
    def user_line(self, frame):
        frame.f_lineno += 1


jumper = Jumper()
jumper.set_trace()


def add(a, b):
    return None
