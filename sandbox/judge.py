"""The judge: runs helpers and tests with stand-ins for the names of the candidate, and says what came of it. Nothing of the
candidate is in this process but the values that its answers spell out."""
import builtins as _builtins
import re as _re
import sys as _sys

# The program, which is elsewhere, does not see what these give the tests' own interpreter.
_REPLACED = _re.compile(r"\b(?:patch|monkeypatch|redirect_std\w+|capsys)\b|\b(?:sys|builtins)\.\w+\s*=[^=]")


class _Judge(_Conversation):
    def run(self, helpers, tests, entry, solution):
        kind = self.receive()
        if kind != b"R":
            self.take_answer(kind[:1], Reader(kind, self.handle))
            raise Malformed("an answer")
        code = compile(tests, "<tests>", "exec")
        self.classes, self.makers = expected_objects(code, tests, solution, entry)
        self.trusts_capitals = not solution and not entry
        names = {} if entry else Names(self, solution, helpers, code)
        names["__builtins__"] = Claims(self).builtins(helpers, tests)
        if helpers:
            exec(compiled_helpers(helpers), names)
        if entry:
            found, value = self.named(entry)
            if found:
                names[entry] = value
            else:
                names.pop(entry, None)
        code, self.arguments.is_kept = compiled_tests(code, tests, [entry] if entry else names.programs, names, bool(self.classes or self.makers or self.trusts_capitals))
        names[_SAME] = same
        if self.arguments.is_kept:
            names[_ORIGINAL] = self.arguments.original
        if "import numpy" in tests:
            _sys.modules["numpy"] = array_module()
        exec(code, names)

    def outcome(self, helpers, tests, entry, solution):
        try:
            self.run(helpers, tests, entry, solution)
        except _Settled:
            raise
        except Unsupported as problem:
            return _UNSUPPORTED, str(problem)
        except Malformed as problem:
            return _FORBIDDEN, f"malformed answer: {problem}"
        except MemoryError:
            return _MEMORY, ""
        except TypeError as problem:
            if str(problem).startswith("catching classes that do not inherit"):
                return _UNSUPPORTED, "an except clause with a class of the program"
            return _EXCEPTION, self.describe(problem)
        except AttributeError as problem:
            if self.flattened and problem is not self.origin and type(problem.obj) in _BASES:
                kind = type(problem.obj).__name__
                return _UNSUPPORTED, f"the attribute {problem.name} of an object that is a kind of {kind}: only that crosses"
            return _EXCEPTION, self.describe(problem)
        except AssertionError as problem:
            return (_EXCEPTION if problem is self.origin else _WRONG), self.describe(problem)
        except BaseException as problem:
            return _EXCEPTION, self.describe(problem)
        return _PASSED, ""

    def describe(self, problem):
        name = self.origin_name if problem is self.origin else type(problem).__name__
        try:
            lines = plain_text(problem).splitlines()
        except Exception:
            lines = []
        return f"{name}: {lines[-1][:400]}" if lines and lines[-1] else name


def run_judge(helpers, tests, entry, solution="", secret=None):
    """(code, text, marks) of the verdict. Without a secret, which is never so in a judge, nothing is drawn anew."""
    surround()
    global settle_unsupported
    judge = _Judge()
    settle_unsupported = judge.unsupported
    code, text = _PASSED, ""
    try:
        if secret is not None:
            judge.draws = Draws(secret[:24])
            judge.draws.install(helpers, tests, solution)
            _builtins.id = scatter(secret[24:])
        code, text = judge.outcome(helpers, tests, entry, solution)
        if code in (_WRONG, _EXCEPTION) and judge.flattened & 2:
            code, text = _UNSUPPORTED, "an instance of a subclass of a plain type, with special methods of its own"
        if code in (_WRONG, _EXCEPTION) and _REPLACED.search(tests):
            code, text = _UNSUPPORTED, "tests that replace what the program prints, reads or calls"
    except _Settled:
        pass
    return _reply(judge.verdict or (code, text), judge.marks)


def _reply(verdict, marks):
    code, text = verdict
    return code, text.encode("utf-8", "replace").decode("utf-8"), marks
