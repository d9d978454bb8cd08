"""Arguments that the program changes. Tests of work in place look at the change; tests that compute what is right from the same
argument after the call must not, for `order(x) == sorted(x)` holds for a program that empties x.

It is proven that the tests themselves compute it where one side of a comparison, one operand or one argument comes from the
program, and another, without the program, hands what the program has changed to a function (other than those of `_DESCRIBING`, which
tell what a thing is now), calculates with it, or goes over its items in a comprehension. The same holds for what a variable on that
other side was built of, statement by statement. That other side is given the argument as it was before the call.
"""
import ast as _ast
import re as _re

_ORIGINAL = "__assay_original__"
_DESCRIBING = frozenset(
    "len list tuple str repr dict bytes bytearray copy deepcopy id type isinstance issubclass iter enumerate zip range hash print "
    "bool hasattr getattr callable next".split()
)
_CHANGING = frozenset(
    "append extend insert pop remove clear sort reverse add discard update setdefault popitem appendleft popleft extendleft "
    "rotate subtract move_to_end".split()
)
_COMPREHENSIONS = (_ast.ListComp, _ast.SetComp, _ast.DictComp, _ast.GeneratorExp)
_BARE, _CALCULATED, _COMPUTED = range(3)  # how what is read here is used


def _name_of(function):
    return function.id if isinstance(function, _ast.Name) else function.attr if isinstance(function, _ast.Attribute) else ""


class Oracles(Sources):
    """Finds in the tests' text what computes right answers, and has it ask for original arguments."""

    def __init__(self, tree, programs, names):
        super().__init__(tree, programs)
        self.names = names
        self.count = 0
        self.expected = set()

    def rewrite(self):
        """True where there was something to rewrite."""
        for node in self.nodes:
            if isinstance(node, _ast.Compare):
                self.group(node, _BARE, "left", "comparators")
            elif isinstance(node, _ast.BinOp):
                self.group(node, _BARE, "left", "right")
            elif isinstance(node, _ast.Call) and not self.asks(node.func):
                self.group(node, _COMPUTED if self.computes(node.func) else _BARE, "args", "keywords")
        for node in self.nodes:
            if isinstance(node, _ast.For):
                self.passes(node, node.body)
            elif isinstance(node, _COMPREHENSIONS):
                parts = [node.key, node.value] if isinstance(node, _ast.DictComp) else [node.elt]
                for generator in node.generators:
                    self.passes(generator, parts + [test for other in node.generators for test in other.ifs])
        self.build()
        if self.count:
            _ast.fix_missing_locations(self.tree)
        return self.count > 0

    def computes(self, function):
        """Whether this is a function of the helpers, whose text is not looked through. One of the tests is."""
        return isinstance(function, _ast.Name) and function.id not in self.functions and type(dict.get(self.names, function.id)) is _FUNCTION

    def group(self, node, level, *fields):
        values = [value for field in fields for value in self.listed(getattr(node, field))]
        asking = [self.asks(value) for value in values]
        if not any(asking) or all(asking):
            return
        own = {id(value) for value, asks in zip(values, asking) if not asks}
        for value in values:
            if id(value) in own:
                self.expected.update(names_in(value) & self.assigned)
        for field in fields:
            value = getattr(node, field)
            if isinstance(value, list):
                value[:] = [self.wrapped(part, level) if id(part) in own else part for part in value]
            elif id(value) in own:
                setattr(node, field, self.wrapped(value, level))

    @staticmethod
    def listed(value):
        return value if isinstance(value, list) else [value]

    def passes(self, loop, body):
        """A loop over something of the tests' own, whose items are compared with what comes from the program: by a computation, or by
        looking for them there."""
        parts = [part for node in body for part in _ast.walk(node)]
        if any(self.calls(part) for part in parts):
            return
        used = {part.args[0].id for part in parts if self.is_wrapped(part) and isinstance(part.args[0], _ast.Name)}
        for part in parts:
            if isinstance(part, _ast.Compare) and isinstance(part.ops[0], (_ast.In, _ast.NotIn)) and self.asks(part.comparators[0]):
                used.update(name.id for name in [part.left] if isinstance(name, _ast.Name))
        self.own_items(loop, used)

    def own_items(self, loop, used=None):
        """Has a loop, or one whose variables are among those, go over what its own sources were."""

        def replaced(target, source):
            if self.asks(source) or (used is not None and not used.intersection(names_in(target))):
                return source
            return self.wrapped(source, _COMPUTED)

        loop.iter = itemwise(loop.target, loop.iter, replaced)

    def build(self):
        """Variables that are compared with what comes from the program, and what they were made of."""
        done = set()
        while not done >= self.expected:
            for name in self.expected - done:
                done.add(name)
                if name not in self.calling | self.results:
                    steps = [step for step in self.statements if name in step.builds]
                    is_built = any(step.changes for step in steps)
                    for step in steps:
                        self.trace(name, step, is_built)

    def trace(self, name, step, is_built):
        for holder, field, value in step.values(name):
            if self.asks(value):
                continue
            self.expected.update(names_in(value) & self.assigned)
            if is_built and not (isinstance(value, _ast.Name) and not step.changes):
                setattr(holder, field, self.wrapped(value, _COMPUTED))
            else:
                setattr(holder, field, self.wrapped(value, _BARE))
        if not step.changes:
            return
        for around in step.around:
            if any(self.calls(part) for part in _ast.walk(around)):
                continue
            if isinstance(around, _ast.For):
                self.own_items(around)
            elif not self.asks(around.test):
                around.test = self.wrapped(around.test, _COMPUTED)

    @staticmethod
    def is_wrapped(node):
        return isinstance(node, _ast.Call) and isinstance(node.func, _ast.Name) and node.func.id == _ORIGINAL

    def wrapped(self, node, level):
        if self.is_wrapped(node):
            return node
        if isinstance(node, _ast.Call):
            if isinstance(node.func, _ast.Attribute) and node.func.attr not in _CHANGING:
                node.func.value = self.wrapped(node.func.value, level)
            deeper = _COMPUTED if level == _COMPUTED or _name_of(node.func) not in _DESCRIBING else _BARE
            node.args = [self.wrapped(part, deeper) for part in node.args]
            for keyword in node.keywords:
                keyword.value = self.wrapped(keyword.value, deeper)
            return node
        if isinstance(node, _COMPREHENSIONS):
            level = _COMPUTED
        elif isinstance(node, (_ast.BinOp, _ast.UnaryOp)):
            level = max(level, _CALCULATED)
        for field, value in _ast.iter_fields(node):
            if isinstance(value, list):
                value[:] = [self.wrapped(part, level) if isinstance(part, _ast.AST) else part for part in value]
            elif isinstance(value, _ast.AST):
                setattr(node, field, self.wrapped(value, level))
        if level and isinstance(node, (_ast.Name, _ast.Attribute)) and isinstance(node.ctx, _ast.Load):
            self.count += 1
            return _ast.Call(_ast.Name(_ORIGINAL, _ast.Load()), [node], [])
        return node


_MOST = 1 << 16  # bytes of tests that are looked through
_TABLE = "__assay_table__"
_TABLES = _re.compile(r"^([ \t]*)(\w+) = ([\[({].{2000,})$", _re.MULTILINE)
_PLAIN_CALLS = frozenset("float complex set frozenset dict list tuple bytes bytearray".split())


def without_tables(tests, names):
    """The tests with each long line that only writes a value down read from a list, for a table of values takes long to look through."""
    tables = []

    def cut(match):
        try:
            code = compile(match[3], "<tests>", "eval")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return match[0]
        if not _PLAIN_CALLS.issuperset(code.co_names):
            return match[0]
        tables.append(code)
        return f"{match[1]}{match[2]} = {_TABLE}({len(tables) - 1})"

    cut_down = _TABLES.sub(cut, tests)
    names[_TABLE] = lambda number: eval(tables[number], names)
    return cut_down


def compiled_tests(code, tests, programs, names, has_objects=False):
    """The code of the tests, and whether it asks for original arguments."""
    has_objects = has_objects and " is " in tests
    if not has_objects and not has_variables(code):
        return code, False
    text = tests if len(tests) <= _MOST else without_tables(tests, names)
    if len(text) <= _MOST:
        try:
            tree = parsed(text)
            is_kept = has_variables(code) and Oracles(tree, programs, names).rewrite()
            if has_objects:
                tree = with_identity(tree)
            if is_kept or has_objects:
                return compile(tree, "<tests>", "exec"), is_kept
        except RecursionError:
            pass
    return code, False
