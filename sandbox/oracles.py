"""Arguments that the program changes. Tests of work in place look at the change; tests that compute what is right from the same
argument after the call must not, for `order(x) == sorted(x)` holds for a program that empties x.

It is proven that the tests themselves compute it where one side of a comparison, one operand or one argument comes from the
program, and another, without the program, hands what the program has changed to a function (other than those of `_DESCRIBING`, which
tell what a thing is now), or goes over its items in a comprehension. That other side is given the argument as it was before the call.
"""
import ast as _ast
import collections as _collections
import dis as _dis

_MOST = 1 << 16  # bytes of tests; longer ones are tables of values
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


def _name_of(function):
    return function.id if isinstance(function, _ast.Name) else function.attr if isinstance(function, _ast.Attribute) else ""


class Oracles:
    """Finds in the tests' text what computes right answers, and has it ask for original arguments."""

    def __init__(self, tree, programs, names):
        self.tree, self.names = tree, names
        self.count = 0
        self.programs = set(programs)
        self.expected = set()
        self.nodes = list(_ast.walk(tree))
        self.follow()

    def follow(self):
        """Names that hold the program's functions or what they answered: assigned, given to a function of the tests, returned by one."""
        self.functions = functions = {node.name: node for node in self.nodes if isinstance(node, _ast.FunctionDef)}
        steps = [node for node in self.nodes if isinstance(node, (_ast.Assign, _ast.AnnAssign, _ast.NamedExpr, _ast.For, _ast.Call))]
        size = -1
        while size != len(self.programs):
            size = len(self.programs)
            for node in steps:
                if not isinstance(node, _ast.Call):
                    value = node.iter if isinstance(node, _ast.For) else node.value
                    if value is not None and self.asks(value):
                        targets = node.targets if isinstance(node, _ast.Assign) else [node.target]
                        self.programs.update(part.id for target in targets for part in _ast.walk(target) if isinstance(part, _ast.Name))
                elif isinstance(node.func, _ast.Name) and node.func.id in functions:
                    parameters = functions[node.func.id].args.args
                    self.programs.update(parameter.arg for parameter, value in zip(parameters, node.args) if self.asks(value))
            for name, function in functions.items():
                if name not in self.programs and any(self.asks(statement) for statement in function.body):
                    self.programs.add(name)

    def asks(self, node):
        return any(isinstance(part, _ast.Name) and part.id in self.programs for part in _ast.walk(node))

    def rewrite(self):
        """True where there was something to rewrite."""
        for node in self.nodes:
            if isinstance(node, _ast.Compare):
                self.group(node, False, "left", "comparators")
            elif isinstance(node, _ast.BinOp):
                self.group(node, False, "left", "right")
            elif isinstance(node, _ast.Call) and not self.asks(node.func):
                self.group(node, self.computes(node.func), "args", "keywords")
        for node in self.nodes:
            if isinstance(node, _ast.Assign) and len(node.targets) == 1 and not self.asks(node.value):
                if isinstance(node.targets[0], _ast.Name) and node.targets[0].id in self.expected:
                    node.value = self.wrapped(node.value, False)
        if self.count:
            _ast.fix_missing_locations(self.tree)
        return self.count > 0

    def computes(self, function):
        """Whether this is a function of the tests or helpers that does more than to compare what it is given."""
        if not isinstance(function, _ast.Name):
            return False
        node = self.functions.get(function.id)
        if node is None:
            return type(dict.get(self.names, function.id)) is _FUNCTION
        parameters = {parameter.arg for parameter in node.args.args}
        return not any(
            isinstance(part, _ast.Compare)
            and sum(isinstance(side, _ast.Name) and side.id in parameters for side in [part.left] + part.comparators) > 1
            for part in _ast.walk(node)
        )

    def group(self, node, inside, *fields):
        values = [value for field in fields for value in self.listed(getattr(node, field))]
        asking = [self.asks(value) for value in values]
        if not any(asking) or all(asking):
            return
        own = {id(value) for value, asks in zip(values, asking) if not asks}
        self.expected.update(value.id for value in values if id(value) in own and isinstance(value, _ast.Name))
        for field in fields:
            value = getattr(node, field)
            if isinstance(value, list):
                value[:] = [self.wrapped(part, inside) if id(part) in own else part for part in value]
            elif id(value) in own:
                setattr(node, field, self.wrapped(value, inside))

    @staticmethod
    def listed(value):
        return value if isinstance(value, list) else [value]

    def wrapped(self, node, inside):
        """`inside`: what is read here goes into a computation."""
        if isinstance(node, _ast.Call):
            if isinstance(node.func, _ast.Attribute) and node.func.attr not in _CHANGING:
                node.func.value = self.wrapped(node.func.value, inside)
            deeper = inside or _name_of(node.func) not in _DESCRIBING
            node.args = [self.wrapped(part, deeper) for part in node.args]
            for keyword in node.keywords:
                keyword.value = self.wrapped(keyword.value, deeper)
            return node
        inside = inside or isinstance(node, _COMPREHENSIONS)
        for field, value in _ast.iter_fields(node):
            if isinstance(value, list):
                value[:] = [self.wrapped(part, inside) if isinstance(part, _ast.AST) else part for part in value]
            elif isinstance(value, _ast.AST):
                setattr(node, field, self.wrapped(value, inside))
        if inside and isinstance(node, (_ast.Name, _ast.Attribute)) and isinstance(node.ctx, _ast.Load):
            self.count += 1
            return _ast.Call(_ast.Name(_ORIGINAL, _ast.Load()), [node], [])
        return node


_IMPORTS = _dis.opmap["IMPORT_NAME"], _dis.opmap["IMPORT_FROM"]
_STORE, _LOAD, _EXTENDED = _dis.opmap["STORE_NAME"], _dis.opmap["LOAD_NAME"], _dis.opmap["EXTENDED_ARG"]


def _codes(code):
    return [code] + [inner for part in code.co_consts if type(part) is type(code) for inner in _codes(part)]


def _has_variables(code):
    """Whether tests name any value, so that a call may change it. Most only write values down, and need no second look."""
    stored, loaded, before = set(), set(), 0
    for operation, argument in zip(code.co_code[::2], code.co_code[1::2]):
        if operation == _EXTENDED:
            return True
        if operation == _STORE and before not in _IMPORTS:
            stored.add(argument)
        elif operation == _LOAD:
            loaded.add(argument)
        before = operation
    inner = _codes(code)[1:]
    # From Python 3.12 on a comprehension's names are the module's own code's, as a function's are.
    functions = {part.co_name for part in inner}
    if any(code.co_names[index] not in functions for index in stored):
        read = {code.co_names[index] for index in loaded}.union(*(part.co_names for part in inner))
        if any(code.co_names[index] in read for index in stored if code.co_names[index] not in functions):
            return True
    return any(part.co_nlocals > (part.co_name == "check") or part.co_cellvars for part in [code] + inner)


def compiled_tests(tests, programs, names):
    """The code, and whether it asks for original arguments."""
    code = compile(tests, "<tests>", "exec")
    if len(tests) <= _MOST and _has_variables(code):
        try:
            tree = parsed(tests)
            if Oracles(tree, programs, names).rewrite():
                return compile(tree, "<tests>", "exec"), True
        except RecursionError:
            pass
    return code, False


class Arguments:
    """What calls have changed, so that the tests can have it as it was before."""

    _CALLS = 16  # as many calls as are remembered

    def __init__(self):
        self.is_kept = False
        self.calls = _collections.deque()  # lists of ids
        self.records = {}  # by id: the object, what it held before the call that changed it, and after

    def asked(self, slots):
        """A call got these and may have changed them anew."""
        if self.records:
            for value in slots:
                self.records.pop(id(value), None)

    def changed(self, changes):
        """(object, what it held) pairs, after the change."""
        if not self.is_kept:
            return
        self.calls.append([id(target) for target, _ in changes])
        for target, before in changes:
            self.records[id(target)] = target, before, _held(target)
        if len(self.calls) > self._CALLS:
            for number in self.calls.popleft():
                if not any(number in call for call in self.calls):
                    self.records.pop(number, None)

    def original(self, value):
        """A copy with the changed parts as they were; the value itself where it holds none."""
        if not self.records or not self.holds(value, set()):
            return value
        return self.rebuilt(value, {})

    def before(self, value):
        """What a container held before the last call that changed it, or holds now where there was none or the tests changed it since."""
        record = self.records.get(id(value))
        now = _held(value) if type(value) in MUTABLE else list(value)
        return record[1] if record is not None and not _differs(record[2], now) else now

    def holds(self, value, seen):
        if type(value) not in _ONCE or id(value) in seen:
            return False
        seen.add(id(value))
        if id(value) in self.records:
            return True
        return type(value) is not bytearray and any(self.holds(part, seen) for part in self.before(value))

    def rebuilt(self, value, made):
        kind = type(value)
        if kind not in _ONCE:
            return value
        if id(value) in made:
            return made[id(value)]
        if kind in (tuple, frozenset):
            return kind(self.rebuilt(part, made) for part in value)
        copy = made[id(value)] = _emptied(value)
        content = self.before(value)
        if kind is bytearray:
            copy.extend(content)
            return copy
        parts = [self.rebuilt(part, made) for part in content]
        if isinstance(copy, dict):
            for key, part in zip(parts[::2], parts[1::2]):
                dict.__setitem__(copy, key, part) if kind is not OrderedDict else copy.__setitem__(key, part)
        elif kind is set:
            copy.update(parts)
        else:
            copy.extend(parts)
        return copy


def _emptied(value):
    if type(value) is _collections.deque:
        return _collections.deque(maxlen=value.maxlen)
    if type(value) is _collections.defaultdict:
        return _collections.defaultdict(value.default_factory)
    if type(value) is _array.array:
        return _array.array(value.typecode)
    return type(value)()
