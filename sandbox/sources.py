"""Where the values of the tests come from: names that hold the program's functions, names that hold what those answered, and the
statements that the other variables are built by."""
import ast as _ast
import dis as _dis

# Methods of plain values; what else is called on a result is a method of the program's own.
_PLAIN_METHODS = frozenset(name for kind in (list, dict, set, str, tuple, bytes, float, int) for name in vars(kind))


def names_in(node):
    return {part.id for part in _ast.walk(node) if isinstance(part, _ast.Name)}


def separate(tree):
    """Gives the variables of each comprehension names of their own, so that one `x` is one variable."""
    nodes = [node for node in _ast.walk(tree) if isinstance(node, (_ast.ListComp, _ast.SetComp, _ast.DictComp, _ast.GeneratorExp))]
    for number, node in enumerate(nodes):
        parts = [part for part in _ast.walk(node)]
        lambdas = {part.arg for part in parts if isinstance(part, _ast.arg)}
        own = {name for generator in node.generators for name in names_in(generator.target)} - lambdas
        outside = {id(part) for part in _ast.walk(node.generators[0].iter)}
        for part in parts:
            if isinstance(part, _ast.Name) and part.id in own and id(part) not in outside:
                part.id = f"{part.id}_{number}"


def itemwise(target, source, visit):
    """The source of a loop, with each part by itself of a `zip` or `enumerate` that the variables take apart, as `visit` returns it."""
    if isinstance(source, _ast.Call) and isinstance(source.func, _ast.Name) and isinstance(target, (_ast.Tuple, _ast.List)):
        parts, targets = source.args, target.elts
        if any(isinstance(part, _ast.Starred) for part in parts + targets):
            return visit(target, source)
        if source.func.id == "enumerate" and len(targets) == 2 and parts:
            parts[0] = itemwise(targets[1], parts[0], visit)
            return source
        if source.func.id == "zip" and len(targets) == len(parts):
            parts[:] = [itemwise(*pair, visit) for pair in zip(targets, parts)]
            return source
    return visit(target, source)


class Statement:
    """One that gives variables a value, or changes what they hold (`changes`); and the loops and conditions `around` it."""

    def __init__(self, node, around):
        self.node, self.around = node, around
        self.changes = False
        self.builds = {}  # (holder, field, value) triples by the variable's name
        if isinstance(node, _ast.Assign):
            for target in node.targets:
                self.bind(target, node, "value")
        elif isinstance(node, _ast.AnnAssign) and node.value is not None:
            self.bind(node.target, node, "value")
        elif isinstance(node, _ast.AugAssign):
            self.changes = True
            self.bind(node.target, node, "value")
        elif isinstance(node, _ast.Expr) and isinstance(node.value, _ast.Call) and isinstance(node.value.func, _ast.Attribute):
            called = node.value.func
            if called.attr in _CHANGING and isinstance(called.value, _ast.Name):
                self.changes = True
                self.builds[called.value.id] = [(part, "value", part.value) for part in map(_Boxed.of(node.value), range(len(node.value.args)))]

    def bind(self, target, holder, field):
        value = getattr(holder, field)
        if isinstance(target, _ast.Name):
            self.builds.setdefault(target.id, []).append((holder, field, value))
        elif isinstance(target, (_ast.Subscript, _ast.Starred)) and isinstance(target.value, _ast.Name):
            self.changes = self.changes or isinstance(target, _ast.Subscript)
            self.builds.setdefault(target.value.id, []).append((holder, field, value))
        elif isinstance(target, (_ast.Tuple, _ast.List)):
            paired = isinstance(value, (_ast.Tuple, _ast.List)) and len(value.elts) == len(target.elts)
            for index, part in enumerate(target.elts):
                if paired:
                    self.bind(part, _Boxed(value.elts, index), "value")
                else:
                    self.bind(part, holder, field)

    def values(self, name):
        return self.builds[name]


class _Boxed:
    """An item of a list of nodes, to be read and replaced as an attribute."""

    def __init__(self, nodes, index):
        vars(self).update(nodes=nodes, index=index)

    @staticmethod
    def of(call):
        return lambda index: _Boxed(call.args, index)

    def __getattr__(self, name):
        return self.nodes[self.index]

    def __setattr__(self, name, value):
        self.nodes[self.index] = value


class Sources:
    def __init__(self, tree, programs):
        separate(tree)
        take_apart(tree)
        self.tree, self.nodes = tree, list(_ast.walk(tree))
        self.calling, self.results = set(programs), set()
        self.functions = {node.name: (node.args, node.body) for node in self.nodes if isinstance(node, _ast.FunctionDef)}
        self.statements = []
        self.collect(tree.body, [])
        for step in self.statements:
            value = getattr(step.node, "value", None)
            if isinstance(value, _ast.Lambda):
                self.functions.update((name, (value.args, [value.body])) for name in step.builds)
        for step in self.statements:
            self.hand_over(step)
        self.assigned = {name for step in self.statements for name in step.builds}
        self.follow()

    def hand_over(self, step):
        """Several variables of one call of a function of the tests, each with what it is returned."""
        node = step.node
        if not isinstance(node, _ast.Assign) or len(node.targets) != 1 or not isinstance(node.targets[0], _ast.Tuple):
            return
        targets, call = node.targets[0].elts, node.value
        if not isinstance(call, _ast.Call) or not isinstance(call.func, _ast.Name) or call.func.id not in self.functions:
            return
        values = returned(self.functions[call.func.id][1])
        if values and all(isinstance(target, _ast.Name) for target in targets) and len(targets) == len(values[0].elts):
            for index, target in enumerate(targets):
                step.builds[target.id] = [(_Boxed(value.elts, index), "value", value.elts[index]) for value in values]

    def collect(self, body, around):
        for node in body:
            if isinstance(node, (_ast.FunctionDef, _ast.AsyncFunctionDef, _ast.ClassDef)):
                self.collect(node.body, [])
                continue
            self.statements.append(Statement(node, around))
            inner = around + [node] if isinstance(node, (_ast.For, _ast.While, _ast.If)) else around
            for field in ("body", "orelse", "finalbody"):
                self.collect(getattr(node, field, []), inner)
            for handler in getattr(node, "handlers", []):
                self.collect(handler.body, around)

    def asks(self, node):
        """Whether anything in it is the program's or comes from it."""
        return any(isinstance(part, _ast.Name) and (part.id in self.calling or part.id in self.results) for part in _ast.walk(node))

    def calls(self, node):
        """Whether this calls the program, or hands on what does."""
        if not isinstance(node, _ast.Call):
            return False
        function = node.func
        if isinstance(function, _ast.Attribute):
            if self.asks(function.value) and (names_in(function.value) & self.calling or function.attr not in _PLAIN_METHODS):
                return True
        elif self.asks(function):
            return True
        return any(isinstance(part, _ast.Name) and part.id in self.calling for part in node.args)

    def follow(self):
        """Names that hold the program's functions or what they answered: assigned, gone over, given to a function of the tests."""
        size = -1
        while size != len(self.calling) + len(self.results):
            size = len(self.calling) + len(self.results)
            for step in self.statements:
                for name, values in step.builds.items():
                    for _, _, value in values:
                        self.take(name, value)
            for node in self.nodes:
                if isinstance(node, (_ast.For, _ast.comprehension)):
                    itemwise(node.target, node.iter, self.take_items)
                elif isinstance(node, _ast.NamedExpr):
                    self.take(node.target.id, node.value)
                elif isinstance(node, _ast.Call) and isinstance(node.func, _ast.Name) and node.func.id in self.functions:
                    for parameter, value in zip(self.functions[node.func.id][0].args, node.args):
                        self.take(parameter.arg, value)
                    for keyword in node.keywords:
                        self.take(keyword.arg, keyword.value)
            for name, (_, body) in self.functions.items():
                if name not in self.calling and any(self.calls(part) for statement in body for part in _ast.walk(statement)):
                    self.calling.add(name)

    def take(self, name, value):
        if isinstance(value, _ast.Name) and value.id in self.calling:
            self.calling.add(name)
        elif not isinstance(value, _ast.Lambda) and self.asks(value):
            self.results.add(name)

    def take_items(self, target, source):
        if self.asks(source):
            self.results.update(names_in(target))
        return source


_IMPORTS = _dis.opmap["IMPORT_NAME"], _dis.opmap["IMPORT_FROM"]
_STORE, _LOAD, _EXTENDED = _dis.opmap["STORE_NAME"], _dis.opmap["LOAD_NAME"], _dis.opmap["EXTENDED_ARG"]


def _codes(code):
    return [code] + [inner for part in code.co_consts if type(part) is type(code) for inner in _codes(part)]


def has_variables(code):
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
    functions = {part.co_name for part in inner}
    if any(code.co_names[index] not in functions for index in stored):
        read = {code.co_names[index] for index in loaded}.union(*(part.co_names for part in inner))
        if any(code.co_names[index] in read for index in stored if code.co_names[index] not in functions):
            return True
    # Since 3.12 the variables of a comprehension are those of the code around it.
    return code.co_nlocals > 0 or any(part.co_nlocals > (part.co_name == "check") or part.co_cellvars for part in inner)
