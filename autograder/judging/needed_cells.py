"""Finds the cells of a notebook that its verdicts rest on; the others need not be run.

A verdict rests on functions, so what must run are the imports, the exercises, what the student
wrote, and those cells of the master whose names these use. Names are those of Python's own symbol
tables. Whatever cannot be understood counts as used, so that in doubt a cell is run.
"""

import ast
import builtins
import re
import symtable
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from nbformat import NotebookNode

from autograder.intake.parsing import parse, symbols
from autograder.intake.rebuild import is_own
from autograder.intake.student_code import STUDENT_CODE, CodeReader
from autograder.judging.record import NotebookRun, tested_function

# What reaches variables without naming them, and what IPython keeps of the cells before.
INDIRECT = frozenset(
    {
        *("globals", "locals", "vars", "eval", "exec", "compile", "get_ipython", "__import__"),
        *("__builtins__", "builtins", "__main__", "importlib", "sys", "inspect", "gc"),
        *("In", "Out"),
    }
)
HISTORY = re.compile(r"_+|_\d+|_i+|_i\d+|_[doi]h")
# What may read files, which another cell may have written.
READING = re.compile(
    r"(?:load|read|open)\w*|Path|os|io|glob|shutil|subprocess|pickle|shelve|sqlite3"
)
# What an error says where something is missing that another cell may have provided.
NOT_DEFINED = re.compile(r"(?:name )?['`](\w+)['`] is not defined")
MISSING = re.compile(r"No such file|FileNotFoundError|has no attribute")


@dataclass(frozen=True)
class Names:
    """The variables of a notebook that a cell deals with.

    It uses some and binds some; of the bound ones `values` are those that are not functions,
    classes or modules, and `changed` those of which it assigns a part. Where it `reaches_all`, it
    may use any. `attributes` are the names after a dot.
    """

    used: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    imports: bool = False
    reaches_all: bool = False


NOT_UNDERSTOOD = Names(reaches_all=True)


def needed_cells(
    notebook: NotebookNode,
    changed: Collection[str],
    hidden: Mapping[str, str],
    exercise: str | None = None,
) -> set[str]:
    """The ids of the code cells to run for the verdicts, or for that on one exercise alone.

    `changed` are the ids of released cells that the student changed, which count as the student's,
    and `hidden` the hidden tests to judge by, by grade id.
    """
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    reader = CodeReader()
    names = {cell.id: names_in(cell.source, reader) for cell in cells}
    roots = {
        cell.id
        for cell in cells
        if is_own(cell) or cell.id in changed or _is_graded(cell, exercise)
    }
    outside = [names_in(test, reader) for test in hidden.values()]
    if any(names[one].reaches_all or _reads_files(names[one]) for one in roots):
        return set(names)
    imports = _import_cells(names)
    needed = roots | imports | {one for one, its in names.items() if its.reaches_all}
    while True:
        users = [names[one] for one in needed - (imports - roots)]
        used = _all(its.used for its in (*users, *outside))
        # Who uses a value may change it: a training loop changes the weights that it is given.
        values = used & _all(names[one].values for one in needed - roots)
        more = {
            one
            for one, its in names.items()
            if one not in needed and (its.bound & used or its.used & values or its.changed & used)
        }
        if not more:
            return needed
        needed |= more
        if any(names[one].reaches_all for one in needed & roots):
            return set(names)


def is_check_alone(cell: NotebookNode) -> bool:
    """Whether a cell is a test of which students see a call like `lab.check_kl(kl)`, and no more.

    Any other test may provide something, if only by what it calls.
    """
    name = tested_function(cell)
    if name is None:
        return False
    try:
        code = ast.unparse(parse(cell.source, cell.id))
    except (SyntaxError, ValueError):
        return False
    return re.fullmatch(rf"(\w+\.)?check_{name}\({name}\)", code) is not None


def _import_cells(names: Mapping[str, Names]) -> set[str]:
    """The cells that import, and use nothing but what they and other imports provide.

    A demonstration may begin with an import, too; it is needed where its names are.
    """
    found: set[str] = set()
    provided = set(dir(builtins))
    for one, its in names.items():
        if its.imports and its.used - its.bound <= provided:
            found.add(one)
            provided |= its.bound - its.values
    return found


def may_miss_something(run: NotebookRun, skipped: Collection[str]) -> bool:
    """Whether points were lost where one of the `skipped` cells may have been needed."""
    if all(verdict.points >= verdict.maximum for verdict in run.verdicts.values()):
        return False
    messages = [reason for verdict in run.verdicts.values() for reason in verdict.reasons]
    messages += [
        f"{output.ename}: {output.evalue}"
        for cell in run.notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "error"
    ]
    text = "\n".join(messages)
    if MISSING.search(text):
        return True
    reader = CodeReader()
    left = [cell for cell in run.notebook.cells if cell.id in skipped]
    provided = _all(names_in(cell.source, reader).bound for cell in left)
    return not provided.isdisjoint(NOT_DEFINED.findall(text))


def names_in(source: str, reader: CodeReader) -> Names:
    """The variables of a notebook that a cell deals with."""
    code = reader.read(source)
    if not code.parses:
        return NOT_UNDERSTOOD
    try:
        tree, table = parse(code.text, STUDENT_CODE), symbols(code.text, STUDENT_CODE)
        return _names(tree, table)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return NOT_UNDERSTOOD


def _names(tree: ast.Module, table: symtable.SymbolTable) -> Names:
    used, bound = set(), set()
    waiting = [table]
    while waiting:
        scope = waiting.pop()
        waiting += scope.get_children()
        # A name of a class may also be read from outside of it, before it is bound in it.
        is_open = scope.get_type() in ("module", "class")
        for symbol in scope.get_symbols():
            if scope is not table and not is_open and not symbol.is_global():
                continue
            if symbol.is_referenced():
                used.add(symbol.get_name())
            is_bound = symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
            if is_bound and (scope is table or symbol.is_global()):
                bound.add(symbol.get_name())
    nodes = list(ast.walk(tree))
    imports = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    defined = {node.name for node in nodes if isinstance(node, DEFINITIONS)} | {
        (alias.asname or alias.name).partition(".")[0] for node in imports for alias in node.names
    }
    changed = set()
    for node in nodes:
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            changed.add(_root(node))
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            used.add(node.target.id)  # which the tables do not count
    return Names(
        frozenset(used),
        frozenset(node.attr for node in nodes if isinstance(node, ast.Attribute)),
        frozenset(bound),
        frozenset(bound - defined),
        frozenset(changed),
        imports=any(node in imports for node in tree.body),
        reaches_all=not INDIRECT.isdisjoint(used | _modules(imports))
        or any(map(HISTORY.fullmatch, used - bound)),
    )


DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _modules(imports: Iterable[ast.Import | ast.ImportFrom]) -> set[str]:
    """The packages that are imported, whatever they are called afterwards."""
    names = [alias.name for node in imports for alias in node.names]
    names += [node.module or "" for node in imports if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names}


def _root(node: ast.expr) -> str:
    """The variable that an attribute or an entry belongs to; empty where it is none's."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _reads_files(names: Names) -> bool:
    return any(map(READING.fullmatch, names.used | names.attributes))


def _is_graded(cell: NotebookNode, exercise: str | None) -> bool:
    header = cell.metadata.get("nbgrader")
    if exercise is None or not header:
        return bool(header)
    return exercise in (header.grade_id, tested_function(cell))


def _all(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)
