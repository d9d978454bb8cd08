"""Which of the names that the tests use belong to the program: those that it defines, and that the benchmark's own solution
defines, too. Where there is no solution, what the tests leave undefined and no library defines.
"""
import ast as _ast
import builtins as _builtins
import dis as _dis
import importlib as _importlib
import sys as _sys

# Whose names a test that imports nothing may still mean.
_LIBRARIES = (
    "math cmath collections itertools functools statistics heapq bisect random copy string re datetime decimal fractions operator"
).split()


def _public(module):
    return [name for name in getattr(module, "__all__", vars(module)) if not name.startswith("_")]


# `operator` has words for everything and is named with its names as a rule.
_LIBRARY_NAMES = frozenset(name for module in _LIBRARIES[:-1] for name in _public(_sys.modules[module]))
_PLAIN_FUNCTIONS = (type(len), type(lambda: None), type)


def library_origin(value):
    """The module of `_LIBRARIES` whose function or class this is, as the candidate tells it; None for anything else."""
    if type(value) not in _PLAIN_FUNCTIONS or id(value) in _NAME_OF:
        return None
    for module in _LIBRARIES:
        if module in _sys.modules and vars(_sys.modules[module]).get(value.__name__) is value:
            return module
    return None


def parsed(text):
    return compile(text, "<tests>", "exec", _ast.PyCF_ONLY_AST)


def bindings(tree):
    """What a module's own text binds: names, each with None, or with (module, attribute or None) where an import binds it."""
    found = {}

    def visit(nodes):
        for node in nodes:
            if isinstance(node, _ast.ExceptHandler):
                # What a library has is that, whatever stands in for it where there is no such library.
                for name, origin in bindings(node).items():
                    found.setdefault(name, origin)
            elif isinstance(node, (_ast.FunctionDef, _ast.AsyncFunctionDef, _ast.ClassDef)):
                found[node.name] = None
            elif isinstance(node, _ast.Import):
                for alias in node.names:
                    top = alias.name.split(".")[0]
                    found[alias.asname or top] = (alias.name if alias.asname else top, None)
            elif isinstance(node, _ast.ImportFrom):
                for alias in node.names:
                    names = [alias.name] if alias.name != "*" else _star(node.module)
                    for name in names:
                        found[alias.asname or name] = (node.module or "", name)
            else:
                for _, value in _ast.iter_fields(node):
                    parts = value if isinstance(value, list) else [value]
                    visit([part for part in parts if isinstance(part, (_ast.stmt, _ast.ExceptHandler, _ast.match_case))])
                    for part in parts:
                        if isinstance(part, (_ast.expr, _ast.withitem)):
                            found.update((name, None) for name in _stored(part))

    visit(tree.body)
    return found


def _star(module):
    try:
        return _public(_importlib.import_module(module))
    except (ImportError, AttributeError, TypeError, ValueError):
        return []


def _stored(node):
    return [part.id for part in _ast.walk(node) if isinstance(part, _ast.Name) and isinstance(part.ctx, _ast.Store)]


def used(*codes):
    """The global names that texts read and do not bind themselves."""
    read, bound = set(), set()

    def visit(code, is_module):
        here = set()
        for step in _dis.get_instructions(code):
            if step.opname in ("LOAD_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS"):
                here.add(step.argval)
            elif step.opname == "STORE_GLOBAL" or (is_module and step.opname == "STORE_NAME"):
                bound.add(step.argval)
        # What a class body binds, it reads.
        own = () if is_module else {step.argval for step in _dis.get_instructions(code) if step.opname == "STORE_NAME"}
        read.update(here.difference(own))
        for part in code.co_consts:
            if type(part) is type(code):
                visit(part, False)

    for code in codes:
        visit(code, True)
    return read - bound


def compiled_helpers(helpers):
    """HumanEval's prompt ends in a signature and a text, which is a body already, or else gets one."""
    try:
        return compile(helpers, "<helpers>", "exec")
    except SyntaxError:
        return compile(helpers + "\n    pass\n", "<helpers>", "exec")


def _is_as_named(name, value):
    """Whether a name that libraries know is what one of them has by it, or no library knows the name."""
    if name in _NAMED:
        return _NAMED[name] is value
    known = [vars(_sys.modules[module])[name] for module in _LIBRARIES if name in vars(_sys.modules[module])]
    if name not in _LIBRARY_NAMES or any(own is value for own in known):
        return True
    return not is_remote(value) and type(value) in (int, float, str) and any(type(own) is type(value) and own == value for own in known)


class Names(dict):
    """The tests' name space where no function is named that is tested."""

    def __init__(self, judge, solution, helpers, code):
        super().__init__()
        self.judge, self.solution, self.alone = judge, None, frozenset()
        if solution:
            try:
                self.solution = bindings(parsed(solution))
            except (SyntaxError, ValueError):
                pass
        if self.solution is None:
            texts = [code] + ([compiled_helpers(helpers)] if helpers else [])
            self.choose(used(*texts))

    def choose(self, names):
        """Without a solution: the only name there is must be the program's, whatever else is called so."""
        foreign = sorted(name for name in names if not hasattr(_builtins, name))
        self.foreign = frozenset(foreign)
        if len(foreign) == 1 or (not foreign and len(names) == 1):
            self.alone = frozenset(foreign or names)
        elif not foreign and names:
            self.judge.unsupported(f"tests of built-in names only, {', '.join(sorted(names))}: which is the program's is not said")

    @property
    def programs(self):
        """What the tests call of the program, as far as it is known beforehand."""
        if self.solution is None:
            return self.foreign | self.alone
        return frozenset(name for name, origin in self.solution.items() if origin is None)

    def __missing__(self, name):
        if name.startswith("__"):
            raise KeyError(name)
        if self.solution is None:
            if hasattr(_builtins, name) and name not in self.alone:
                raise KeyError(name)
        elif name not in self.solution:
            raise KeyError(name)
        found, value = self.judge.named(name)
        if not found:
            if self.solution is not None and self.solution[name] is None:
                raise NameError(f"name {name!r} is not defined")
            raise KeyError(name)
        origin = None if self.solution is None else self.solution[name]
        if origin is not None:
            value = self.imported(*origin)
        elif self.solution is None:
            self.check(name, value)
        self[name] = value
        return value

    def imported(self, module, attribute):
        """What the solution has of a library, the tests have of their own interpreter."""
        try:
            value = _importlib.import_module(module)
            return value if attribute is None else getattr(value, attribute)
        except (ImportError, AttributeError, TypeError, ValueError):
            self.judge.unsupported(f"the library {module}, which is not here")

    def check(self, name, value):
        """What the tests may mean of a library the program must not stand in for: one object for all answers would be equal."""
        if type(value) is type(_sys):
            if value.__name__ != name:
                self.judge.unsupported(f"the module {value.__name__} by the name {name}")
        elif name in _MODULES:
            self.judge.unsupported(f"a module {name} of the program's own")
        elif name not in self.alone and not _is_as_named(name, value):
            self.judge.unsupported(f"a {name} of the program's own")
