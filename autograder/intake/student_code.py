"""What the code of a cell defines, read without running it."""

import ast
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from autograder.intake.parsing import parse

if TYPE_CHECKING:
    from autograder.intake.magics import Translator

# No cell that a person writes is longer. Python's parser needs a thousandfold in memory, for some
# code (f-strings, before 3.12) a time that grows with the square, and lets no other thread run.
MAX_PARSED = 50_000
MAX_PARSED_IN_ALL = 2_000_000  # characters of one submission, or of one notebook
# What IPython makes Python of: magics, pasted prompts, and a cell that is indented as a whole.
FOR_IPYTHON = re.compile(
    r"^[ \t]*[%!?]|\?[ \t]*$|=[ \t]*[%!]|\A\s*(?:>>>|In \[)|\A(?:[ \t]*\n)*[ \t]+\S", re.M
)
CELL_MAGIC = re.compile(r"\A(\s*)%%(\w+).*")

# Student code is only looked at here; its doubtful escapes concern no TA.
STUDENT_CODE = "<student>"
warnings.filterwarnings("ignore", module=re.escape(STUDENT_CODE))


@dataclass(frozen=True)
class Code:
    """What a code cell defines at its top level.

    `functions` holds the body of each function, as a string to compare; `assigned` the names bound
    to what may be a function, and `bound` those bound in any way. Where it `binds_any`, that may be
    every name. `text` is the cell as pure Python. A cell that is not valid Python defines nothing,
    and `parses` is False.
    """

    parses: bool = False
    is_blank: bool = False
    functions: dict[str, str] = field(default_factory=dict)
    assigned: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    binds_any: bool = False
    text: str = ""

    def defines(self, name: str, stub: str | None = None) -> bool:
        """Whether the cell holds a function of this name whose body is not that of the stub."""
        return self.functions.get(name, stub) != stub or name in self.assigned

    def may_define(self, name: str, stub: str | None = None) -> bool:
        """Whether running the cell may leave something else than the stub under this name."""
        is_other = name in self.bound or (self.binds_any and name not in self.functions)
        return is_other or self.defines(name, stub)


class CodeReader:
    """Reads code cells, each once, and no more than a class can wait for.

    It `is_exhausted` once it has left something unread because of the limits on all together.
    """

    def __init__(self) -> None:
        self.is_exhausted = False
        self._known: dict[str, Code] = {}
        self._parsed = 0
        self._translator: Translator | None = None

    def read(self, source: str) -> Code:
        """What a cell defines; nothing where it is not valid IPython."""
        if len(source) > MAX_PARSED:
            return Code()
        if source not in self._known:
            self._parsed += len(source)
            if self.is_full:
                self.is_exhausted = True
                return Code()  # and nothing is kept, which may be many times what was handed in
            self._known[source] = self._parse(source)
        return self._known[source]

    @property
    def is_full(self) -> bool:
        """Whether nothing is read any more but what is known."""
        return self._parsed > MAX_PARSED_IN_ALL

    def _parse(self, source: str) -> Code:
        text = _without_cell_magic(source)
        tree = _parsed(text)
        if tree is None:
            text = self._without_magics(text)
            tree = _parsed(text)
        if tree is None:
            return Code()
        return _code(tree, text)

    def _without_magics(self, source: str) -> str:
        """Pure Python for IPython's syntax; the source as it is where that would take long."""
        if not FOR_IPYTHON.search(source):
            return source
        from autograder.intake import magics  # IPython, which few cells need

        self._translator = self._translator or magics.Translator()
        try:
            return self._translator.transform_cell(source)
        except magics.TooMuch:
            self.is_exhausted = True
            return source
        except Exception:
            # The tokenizer raises errors of many kinds for text that is not Python.
            return source


def _without_cell_magic(source: str) -> str:
    """A cell without its cell magic, where the rest is run as usual."""
    found = CELL_MAGIC.match(source)
    if found is None:
        return source
    from autograder.intake.magics import runs_as_usual  # IPython, which few cells need

    return found[1] + source[found.end() :] if runs_as_usual(found[2]) else source


def _parsed(text: str) -> ast.Module | None:
    try:
        return parse(text, STUDENT_CODE)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _code(tree: ast.Module, text: str) -> Code:
    """What a cell with this tree defines and binds."""
    functions: dict[str, str] = {}
    assigned: set[str] = set()
    bound: set[str] = set()
    binds_any = False
    for node in _top_level(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            functions[node.name] = _body(node)
        elif isinstance(node, ast.ClassDef):
            assigned.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            assigned.update(alias.asname or alias.name for alias in node.names)
        else:
            for targets, value in _bindings(node):
                used = _names(value)
                bound |= set().union(*map(_names, targets)) - used
                if isinstance(value, MAY_BE_FUNCTIONS):
                    assigned |= {one.id for one in targets if isinstance(one, ast.Name)} - used
            binds_any |= any(map(_binds_any, _own_expressions(node)))
    binds_any |= "*" in assigned
    is_blank = not tree.body
    return Code(True, is_blank, functions, frozenset(assigned), frozenset(bound), binds_any, text)


# What a name is bound to that may be a function; not where the name itself is used for that.
MAY_BE_FUNCTIONS = (ast.Lambda, ast.Call, ast.Name, ast.Attribute)
# What may bind names that it does not name.
BINDING_CALLS = {"exec", "globals", "locals", "vars", "setattr"}


def _bindings(node: ast.stmt) -> Iterator[tuple[Sequence[ast.expr], ast.expr]]:
    """The targets that a statement binds, with what they are bound to, or taken from."""
    if isinstance(node, ast.Assign):
        yield node.targets, node.value
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        yield [node.target], node.value
    elif isinstance(node, ast.For | ast.AsyncFor):
        yield [node.target], node.iter
    elif isinstance(node, ast.With | ast.AsyncWith):
        for item in node.items:
            if item.optional_vars is not None:
                yield [item.optional_vars], item.context_expr
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.NamedExpr):
        yield [node.value.target], node.value.value


def _own_expressions(node: ast.stmt) -> Iterator[ast.AST]:
    """The expressions of a statement, without those of statements in it."""
    waiting: list[ast.AST] = [node]
    while waiting:
        inner = waiting.pop()
        yield inner
        waiting += [one for one in ast.iter_child_nodes(inner) if not isinstance(one, ast.stmt)]


def _names(node: ast.expr) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def _binds_any(node: ast.AST) -> bool:
    """Whether an expression may bind names that it does not name: `exec(…)`, `%run …`."""
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id in BINDING_CALLS
    is_magic = isinstance(node.func, ast.Attribute) and node.func.attr == "run_line_magic"
    return is_magic and any(isinstance(a, ast.Constant) and a.value == "run" for a in node.args)


def _top_level(tree: ast.Module) -> Iterator[ast.stmt]:
    """The statements that run with the cell: all that are not inside a function or class."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.stmt):
            yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            blocks = ("body", "handlers", "orelse", "finalbody")
            inner = [part for block in blocks for part in _statements(node, block)]
            waiting.extend(reversed(inner))


def _statements(node: ast.AST, block: str) -> list[ast.AST]:
    # The body of a lambda or a conditional expression is not a list.
    part = getattr(node, block, [])
    return part if isinstance(part, list) else []


def _body(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """A function's body without its docstring, as a string to compare."""
    body = function.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    try:
        return "\n".join(ast.dump(statement) for statement in body)
    except RecursionError:
        return "nested too deeply to compare"


def only_definitions(code: Code, name: str) -> str:
    """The imports, functions and classes of a cell, and what it assigns to `name`."""
    tree = _parsed(code.text)
    lines = code.text.split("\n")
    parts = []
    for node in tree.body if tree else []:
        is_assignment = isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in node.targets
        )
        if is_assignment or isinstance(
            node,
            ast.Import | ast.ImportFrom | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef,
        ):
            parts.append(_source_of(node, lines))
    return "\n\n".join(parts)


def without_imports_of(source: str, module: str) -> str | None:
    """A cell without its imports of a module at the top level; None where it has none."""
    tree = _parsed(source) if len(source) <= MAX_PARSED else None
    if tree is None:
        return None

    def is_it(name: str | None) -> bool:
        return f"{name}.".startswith(f"{module}.")

    kept: list[ast.stmt] = []
    for node in tree.body:
        if isinstance(node, ast.Import):
            names = [alias for alias in node.names if not is_it(alias.name)]
            kept += [ast.Import(names)] if names else []
        elif not (isinstance(node, ast.ImportFrom) and not node.level and is_it(node.module)):
            kept.append(node)
    if [*map(ast.dump, kept)] == [*map(ast.dump, tree.body)]:
        return None
    return ast.unparse(ast.Module(kept, []))


def _source_of(node: ast.stmt, lines: list[str]) -> str:
    """The lines of a statement, its decorators included."""
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return "\n".join(lines[first - 1 : node.end_lineno])
