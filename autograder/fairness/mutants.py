"""Takes a right answer apart: copies of it with one small change each.

The changes are the usual mutation operators (DeMillo, Lipton and Sayward, "Hints on test data
selection", Computer 11(4), 1978) and some of mistakes that students make: a transposed matrix, a
neighbour's name.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from types import MappingProxyType

Neighbours = Mapping[str, Sequence[str]]

OPERATORS: dict[type[ast.operator], Sequence[type[ast.operator]]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.Pow: (ast.Mult,),
}
COMPARISONS: dict[type[ast.cmpop], Sequence[type[ast.cmpop]]] = {
    ast.Gt: (ast.GtE, ast.Lt),
    ast.Eq: (ast.NotEq,),
}
# Functions that are taken for each other; a course names more of them in course.toml.
NEIGHBOURS: dict[str, Sequence[str]] = {
    "exp": ("log", "sqrt"),
    "log": ("exp", "log10"),
    "sum": ("mean", "max"),
    "max": ("min", "sum"),
    "reduce_sum": ("reduce_mean", "reduce_max"),
    "reduce_mean": ("reduce_sum", "reduce_max"),
    "square": ("abs", "sqrt"),
    "sqrt": ("square",),
    "uniform": ("normal", "truncated_normal"),
    "normal": ("uniform", "truncated_normal"),
    "zeros": ("ones",),
    "values": ("keys",),
}


@dataclass(frozen=True)
class Mutant:
    """A changed answer; `change` says in code what became what."""

    change: str
    source: str


def mutants(source: str, neighbours: Neighbours = MappingProxyType({})) -> list[Mutant]:
    """All mutants of a function's source, each different from it and from the others.

    `neighbours` are functions that are taken for others, by name, besides the usual ones.
    """
    tree = _without_docstrings(ast.parse(source))
    original = ast.unparse(tree)
    found: dict[str, Mutant] = {}
    for position, node in enumerate(ast.walk(tree)):
        for replacement in _replacements(node, tree, NEIGHBOURS | dict(neighbours)):
            mutant = ast.unparse(_replaced(tree, position, replacement))
            if mutant != original:
                change = _change(node, replacement)
                found.setdefault(mutant, Mutant(change, mutant))
    return list(found.values())


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node):
            node.body = node.body[1:]
    return tree


def _replaced(tree: ast.Module, position: int, replacement: ast.AST) -> ast.Module:
    """A copy of a tree in which another node stands at a position of `ast.walk`."""
    copy = deepcopy(tree)
    target = next(node for number, node in enumerate(ast.walk(copy)) if number == position)

    class Replace(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return replacement if node is target else self.generic_visit(node)

    Replace().visit(copy)  # a module stays itself: what is replaced is within it
    return ast.fix_missing_locations(copy)


def _change(node: ast.AST, replacement: ast.AST) -> str:
    """What became of what, in code; of a list, what was taken out."""
    if isinstance(node, ast.List | ast.Tuple) and isinstance(replacement, ast.List):
        (gone,) = (element for element in node.elts if element not in replacement.elts)
        return f"[…, {_code(gone)}, …] → […]"
    return f"{_code(node)} → {_code(replacement)}"


def _code(node: ast.AST) -> str:
    """A node as code on one line."""
    lines = ast.unparse(ast.fix_missing_locations(node)).splitlines()
    return "; ".join(map(str.strip, lines))


def _replacements(node: ast.AST, tree: ast.Module, neighbours: Neighbours) -> Iterator[ast.AST]:
    """What may stand in the place of a node."""
    match node:
        case ast.BinOp():
            yield from _operations(node)
        case ast.Compare(ops=[operator]):
            for comparison in COMPARISONS.get(type(operator), ()):
                yield ast.Compare(node.left, [comparison()], node.comparators)
        case ast.UnaryOp(op=ast.USub()):
            yield node.operand
        case ast.Constant():
            yield from _constants(node, tree)
        case ast.Call():
            yield from _calls(node)
        case ast.Attribute(attr=name):
            for neighbour in neighbours.get(name, ()):
                yield ast.Attribute(node.value, neighbour, node.ctx)
        case ast.Name(id=name, ctx=ast.Load()):
            for neighbour in _names_beside(name, tree):
                yield ast.Name(neighbour, ast.Load())
        case ast.Subscript(ctx=ast.Load()):
            yield node.value
        case ast.List(elts=elements) | ast.Tuple(elts=elements, ctx=ast.Load()):
            for gone in range(len(elements)):
                yield ast.List(elements[:gone] + elements[gone + 1 :], ast.Load())
        case ast.Return():
            yield ast.Pass()
        case ast.Expr() | ast.If():
            yield ast.Pass()


def _operations(node: ast.BinOp) -> Iterator[ast.AST]:
    """Another operator, a term or a factor less, a transposed matrix."""
    for other in OPERATORS.get(type(node.op), ()):
        yield ast.BinOp(node.left, other(), node.right)
    yield node.left
    yield node.right
    if isinstance(node.op, ast.MatMult):
        transposed = ast.parse(f"tf.transpose({ast.unparse(node.right)})", mode="eval").body
        yield ast.BinOp(node.left, node.op, transposed)
    elif not isinstance(node.op, ast.Add | ast.Mult):
        yield ast.BinOp(node.right, node.op, node.left)


def _constants(node: ast.Constant, tree: ast.Module) -> Iterator[ast.AST]:
    value = node.value
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int | float):
        others: set[int | float] = {
            value + 1,
            value - 1,
            2 * value,
            value / 2 if isinstance(value, float) else -value,
        }
        for other in sorted(others - {value}):
            yield ast.Constant(other)
    if isinstance(value, str):
        texts = {one.value for one in ast.walk(tree) if isinstance(one, ast.Constant)}
        for text in sorted(one for one in texts if isinstance(one, str) and one != value):
            yield ast.Constant(text)


def _calls(node: ast.Call) -> Iterator[ast.AST]:
    """One argument alone, an argument or a keyword less, two arguments swapped."""
    if node.args:
        yield node.args[0]
    for gone in range(len(node.keywords)):
        kept = node.keywords[:gone] + node.keywords[gone + 1 :]
        yield ast.Call(node.func, node.args, kept)
    for first in range(len(node.args) - 1):
        swapped = [*node.args]
        swapped[first], swapped[first + 1] = swapped[first + 1], swapped[first]
        yield ast.Call(node.func, swapped, node.keywords)


def _names_beside(name: str, tree: ast.Module) -> list[str]:
    """The other arguments and variables of the function, where the name is one of them."""
    function = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    names = {argument.arg for argument in function.args.args}
    names |= {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return sorted(names - {name}) if name in names else []
