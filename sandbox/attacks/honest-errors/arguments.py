# attack: none, an honest program: an exception with arguments and attributes
# problem: own
# strict: passed
class HTTPError(Exception):
    def __init__(self, code, msg="x"):
        self.code = code
        super().__init__(code, msg)
def f(): raise HTTPError(404)


# tests
try: f()
except HTTPError as e:
    assert e.code == 404 and e.args == (404, "x")
else: assert False
