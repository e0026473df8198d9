"""What the code of a cell defines, read without running it."""

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

from autograder.intake.parsing import parse

# No cell that a person writes is longer, and Python's parser needs a thousandfold in memory.
MAX_PARSED = 200_000
MAX_PARSED_IN_ALL = 5_000_000  # characters of one submission, or of one notebook
# IPython's translation of magics takes minutes for a cell of thousands.
MAX_MAGIC_LINES, MAX_MAGIC_CELLS, MAX_MAGIC_LENGTH = 30, 100, 20_000

# Student code is only looked at here; its doubtful escapes concern no TA.
STUDENT_CODE = "<student>"
warnings.filterwarnings("ignore", module=re.escape(STUDENT_CODE))


@dataclass(frozen=True)
class Code:
    """What a code cell defines at its top level.

    `functions` holds the body of each function, as a string to compare; `assigned` the names bound
    to what may be a function. `text` is the cell as pure Python. A cell that is not valid Python
    defines nothing, and `parses` is False.
    """

    parses: bool = False
    is_blank: bool = False
    functions: dict[str, str] = field(default_factory=dict)
    assigned: frozenset[str] = frozenset()
    text: str = ""

    def defines(self, name: str, stub: str | None = None) -> bool:
        """Whether the cell holds a function of this name whose body is not that of the stub."""
        return self.functions.get(name, stub) != stub or name in self.assigned


class CodeReader:
    """Reads code cells, each once, and no more than a class can wait for.

    It `is_exhausted` once it has left something unread because of the limits on all together.
    """

    def __init__(self) -> None:
        self.is_exhausted = False
        self._known: dict[str, Code] = {}
        self._parsed = 0
        self._magic_cells = 0

    def read(self, source: str) -> Code:
        """What a cell defines; nothing where it is not valid IPython."""
        if source not in self._known:
            self._known[source] = self._parse(source)
        return self._known[source]

    def _parse(self, source: str) -> Code:
        if len(source) > MAX_PARSED:
            return Code()
        self._parsed += len(source)
        if self._parsed > MAX_PARSED_IN_ALL:
            self.is_exhausted = True
            return Code()
        # These cell magics run the rest of the cell as usual.
        text = re.sub(r"\A(\s*)%%(?:time|capture)\b.*", r"\1", source)
        tree = _parsed(text)
        if tree is None:
            text = self._without_magics(text)
            tree = _parsed(text)
        if tree is None:
            return Code()
        functions, assigned = _definitions(tree)
        return Code(True, not tree.body, functions, frozenset(assigned), text)

    def _without_magics(self, source: str) -> str:
        """Pure Python for IPython's syntax; the source as it is where that would take long."""
        lines = len(re.findall(r"(?m)^[ \t]*[%!?]|\?[ \t]*$|=[ \t]*[%!]", source))
        if not 0 < lines <= MAX_MAGIC_LINES or len(source) > MAX_MAGIC_LENGTH:
            return source
        self._magic_cells += 1
        if self._magic_cells > MAX_MAGIC_CELLS:
            self.is_exhausted = True
            return source
        from IPython.core.inputtransformer2 import TransformerManager  # needed by few cells

        try:
            return TransformerManager().transform_cell(source)
        except Exception:
            # The tokenizer raises errors of many kinds for text that is not Python.
            return source


def _parsed(text: str) -> ast.Module | None:
    try:
        return parse(text, STUDENT_CODE)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _definitions(tree: ast.Module) -> tuple[dict[str, str], set[str]]:
    """The functions of a cell with their bodies, and the names assigned to what may be one."""
    functions: dict[str, str] = {}
    assigned: set[str] = set()
    for node in _top_level(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            functions[node.name] = _body(node)
        elif isinstance(node, ast.ClassDef):
            assigned.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            assigned.update(alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.Assign):
            assigned.update(
                target.id
                for target in node.targets
                if isinstance(target, ast.Name) and _may_be_function(node.value, target.id)
            )
    return functions, assigned


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


def _may_be_function(value: ast.expr, name: str) -> bool:
    """Whether `name = value` may define a function, rather than use the one it had."""
    if isinstance(value, ast.Lambda):
        return True
    return isinstance(value, ast.Call | ast.Name | ast.Attribute) and not any(
        isinstance(node, ast.Name) and node.id == name for node in ast.walk(value)
    )


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
            decorators = getattr(node, "decorator_list", [])
            first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
            parts.append("\n".join(lines[first - 1 : node.end_lineno]))
    return "\n\n".join(parts)
