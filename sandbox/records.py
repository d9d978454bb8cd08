"""Results that tests keep together, taken apart for those who look for oracles: what stands in a dictionary under keys that are written
down is a variable for each key, and a function that returns several values gives each variable its own. Only the copy of the tests that asks
for original arguments is changed so, and only where that means the same.
"""
import ast as _ast


def _constant_key(node):
    return isinstance(node, _ast.Subscript) and isinstance(node.slice, _ast.Constant) and type(node.slice.value) in (str, int)


class _Scope:
    """A module's or function's own nodes, and names of its records: dictionaries that are only made as such and asked by their keys."""

    def __init__(self, body):
        self.nodes, self.inner = [], set()
        self.visit(body, True)
        own = {id(node) for node in self.nodes}
        asked = [node for node in self.nodes if _constant_key(node) and isinstance(node.value, _ast.Name)]
        made = [node for node in self.nodes if self.makes(node)]
        known = {id(node.value) for node in asked} | {id(node.targets[0]) for node in made}
        names = {node.targets[0].id for node in made}
        names -= {node.id for node in self.nodes if isinstance(node, _ast.Name) and id(node) not in known}
        names -= self.inner
        if any(isinstance(node, (_ast.Try, _ast.With)) for node in self.nodes):
            names.clear()  # a key that is missing may be looked for
        stored = {(node.value.id, node.slice.value) for node in asked if isinstance(node.ctx, _ast.Store)}
        stored |= {(node.targets[0].id, key.value) for node in made for key in node.value.keys}
        for node in asked:
            if (node.value.id, node.slice.value) not in stored or isinstance(node.ctx, _ast.Del):
                names.discard(node.value.id)
        self.names = names

    def visit(self, part, is_own):
        for node in part if isinstance(part, list) else _ast.iter_child_nodes(part):
            if is_own:
                self.nodes.append(node)
            elif isinstance(node, _ast.Name):
                self.inner.add(node.id)
            is_scope = isinstance(node, (_ast.FunctionDef, _ast.AsyncFunctionDef, _ast.ClassDef, _ast.Lambda))
            self.visit(node, is_own and not is_scope)

    @staticmethod
    def makes(node):
        return (
            isinstance(node, _ast.Assign)
            and len(node.targets) == 1
            and isinstance(node.targets[0], _ast.Name)
            and isinstance(node.value, _ast.Dict)
            and all(isinstance(key, _ast.Constant) and type(key.value) in (str, int) for key in node.value.keys)
        )


def _field(name, key):
    return f"{name} {key!r}"  # no name that a text can have


class _Apart(_ast.NodeTransformer):
    def __init__(self, names, nodes):
        self.names, self.nodes = names, nodes

    def visit_Subscript(self, node):
        self.generic_visit(node)
        if id(node) in self.nodes and _constant_key(node) and isinstance(node.value, _ast.Name) and node.value.id in self.names:
            return _ast.copy_location(_ast.Name(_field(node.value.id, node.slice.value), node.ctx), node)
        return node

    def visit_Assign(self, node):
        self.generic_visit(node)
        if id(node) not in self.nodes or not _Scope.makes(node) or node.targets[0].id not in self.names:
            return node
        if not node.value.keys:
            return _ast.copy_location(_ast.Pass(), node)
        fields = [_ast.Name(_field(node.targets[0].id, key.value), _ast.Store()) for key in node.value.keys]
        node.targets, node.value = [_ast.Tuple(fields, _ast.Store())], _ast.Tuple(node.value.values, _ast.Load())
        return node


def take_apart(tree):
    bodies = [tree.body] + [node.body for node in _ast.walk(tree) if isinstance(node, _ast.FunctionDef)]
    for body in bodies:
        scope = _Scope(body)
        if scope.names:
            apart = _Apart(scope.names, {id(node) for node in scope.nodes})
            body[:] = [apart.visit(node) for node in body]


def returned(body):
    """The tuples of as many values that a function returns, if it returns nothing else."""
    nodes = [node for part in body for node in _ast.walk(part)]
    if any(isinstance(node, (_ast.FunctionDef, _ast.Lambda, _ast.Yield, _ast.YieldFrom)) for node in nodes):
        return []
    values = [node.value for node in nodes if isinstance(node, _ast.Return)]
    if not values or not all(isinstance(value, _ast.Tuple) and len(value.elts) == len(values[0].elts) for value in values):
        return []
    return values
