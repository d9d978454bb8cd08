"""Which names of the program the tests expect objects of, and not plain values: by the benchmark's solution, which defines a class of that
name, or by what the tests do with what they get. Only texts that are trusted are read for it.

A class: its attributes are read, it stands where classes stand (`isinstance`, `except`), or the tests read of what it makes an attribute that
no plain value has. A function that makes objects: such an attribute is read of its answer, or of the answer's items.
"""
import ast as _ast
import dis as _dis

_PLAIN_ATTRIBUTES = frozenset(name for kind in _WRITE for name in dir(kind)) | frozenset("gi_frame send throw close cache_info cache_clear".split())
_ASKING_CLASSES = frozenset(["isinstance", "issubclass"])
_SAME = "__assay_same__"
_READS = frozenset(_dis.opmap[name] for name in ("LOAD_ATTR", "LOAD_METHOD") if name in _dis.opmap)
# Since 3.12 a method's name is read by LOAD_ATTR, too, whose lowest bit says so; LOAD_METHOD is a name of the compiler's own, beyond all bytes.
_HAS_METHOD_BIT = _dis.opmap.get("LOAD_METHOD", 256) > 255
_CHECK = frozenset(["candidate"])  # what HumanEval's tests call the function


def solution_classes(solution):
    try:
        return frozenset(node.name for node in parsed(solution).body if isinstance(node, _ast.ClassDef)) if "class " in solution else frozenset()
    except (SyntaxError, ValueError, RecursionError):
        return frozenset()


def reads_attributes(code, imports):
    """Whether tests read an attribute that no plain value and no library has; most do not, and need no second look."""
    for part in _codes(code):
        for operation, argument in zip(part.co_code[::2], part.co_code[1::2]):
            if operation == _EXTENDED:
                return True
            if operation in _READS:
                index = argument >> 1 if _HAS_METHOD_BIT else argument
                name = part.co_names[index] if index < len(part.co_names) else ""
                if name not in _PLAIN_ATTRIBUTES and (name not in _LIBRARY_NAMES or not imports):
                    return True
    return False


class Expected:
    """What the tests expect of the names that they call."""

    def __init__(self, tree, entry):
        self.entry = entry
        self.classes, self.makers = set(), set()
        self.origins = {}  # of variables: names that are called for all of their values, with whether these are the answer or its items
        nodes = list(_ast.walk(tree))
        self.bind(nodes)
        for node in nodes:
            self.read(node)

    def called(self, node):
        """The name that an expression calls."""
        if isinstance(node, _ast.Call) and isinstance(node.func, _ast.Name):
            return node.func.id
        return None

    def bind(self, nodes):
        known = set()
        for node in nodes:
            target = source = None
            if isinstance(node, _ast.Assign) and len(node.targets) == 1:
                target, source = node.targets[0], node.value
            elif isinstance(node, (_ast.For, _ast.comprehension)):
                target, source = node.target, node.iter
            elif isinstance(node, _ast.withitem):
                target, source = node.optional_vars, node.context_expr
            elif isinstance(node, _ast.AugAssign):
                known.add(id(node.target))
            name = None if source is None else self.called(source)
            if isinstance(target, _ast.Name) and name is not None:
                known.add(id(target))
                self.origins.setdefault(target.id, set()).add(name)
        for node in nodes:
            # Bound in another way, too, it may be anything.
            if isinstance(node, _ast.Name) and isinstance(node.ctx, _ast.Store) and id(node) not in known:
                self.origins[node.id] = None
            elif isinstance(node, _ast.arg):
                self.origins[node.arg] = None

    def read(self, node):
        if isinstance(node, _ast.Attribute) and not node.attr.startswith("__") and node.attr not in _PLAIN_ATTRIBUTES:
            if isinstance(node.value, _ast.Name) and node.value.id[:1].isupper() and node.value.id not in self.origins:
                self.classes.add(node.value.id)
            else:
                self.makes(node.value)
        elif isinstance(node, _ast.Call) and isinstance(node.func, _ast.Name) and node.func.id in _ASKING_CLASSES and len(node.args) == 2:
            kinds = node.args[1].elts if isinstance(node.args[1], _ast.Tuple) else [node.args[1]]
            self.classes.update(kind.id for kind in kinds if isinstance(kind, _ast.Name))
        elif isinstance(node, _ast.withitem):
            self.makes(node.context_expr)
        elif isinstance(node, _ast.Call) and not isinstance(node.func, _ast.Attribute):
            self.makes(node.func)  # what can be called is no plain value
        elif isinstance(node, _ast.Compare) and isinstance(node.left, _ast.Call) and self.called(node.left) in ("repr", "str"):
            self.shows(node.left.args, node.comparators[0])

    def shows(self, values, text):
        """A text that names the class, as that of an object does."""
        if isinstance(text, _ast.Constant) and isinstance(text.value, str):
            for value in values:
                self.classes.update(name for name in self.names_of(value) if name[:1].isupper() and f"{name}(" in text.value)

    def names_of(self, value):
        """The names that are called for an object, if that is told."""
        while isinstance(value, _ast.Subscript):
            value = value.value
        if isinstance(value, _ast.Call):
            return {self.called(value)} - {None}
        if isinstance(value, _ast.Name):
            return self.origins.get(value.id) or set()
        if isinstance(value, _ast.UnaryOp):
            return self.names_of(value.operand)
        if isinstance(value, _ast.BinOp):
            return self.names_of(value.left) | self.names_of(value.right)
        return set()

    def makes(self, value):
        names = self.names_of(value)
        if len(names) == 1:
            for name in names:
                self.add(self.entry if name in _CHECK and self.entry else name)

    def add(self, name):
        (self.classes if name[:1].isupper() else self.makers).add(name)


class _Identity(_ast.NodeTransformer):
    """`is` between two references of which one may be a view."""

    def visit_Compare(self, node):
        self.generic_visit(node)
        if len(node.ops) != 1 or not isinstance(node.ops[0], (_ast.Is, _ast.IsNot)):
            return node
        if any(isinstance(side, _ast.Constant) for side in (node.left, node.comparators[0])):
            return node
        call = _ast.Call(_ast.Name(_SAME, _ast.Load()), [node.left, node.comparators[0]], [])
        found = call if isinstance(node.ops[0], _ast.Is) else _ast.UnaryOp(_ast.Not(), call)
        return _ast.copy_location(found, node)


def with_identity(tree):
    return _ast.fix_missing_locations(_Identity().visit(tree))


def expected_objects(code, tests, solution, entry):
    """(names of classes, names of functions that make objects)."""
    classes = solution_classes(solution) if solution else frozenset()
    if len(tests) > _MOST or not (reads_attributes(code, "import " in tests) or "isinstance" in tests or "with " in tests):
        return classes, frozenset()
    try:
        found = Expected(parsed(tests), entry)
    except RecursionError:
        return classes, frozenset()
    return classes | found.classes, frozenset(found.makers)
