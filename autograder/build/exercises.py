"""Puts into a notebook what the folder of an exercise holds: exercises/<grade id>/.

check.py      the verdict that gives points: `check(view)`, run by the judge
visible.py    the check that students run: `check(function)`, which ships
answers.py    answers of known worth; see :mod:`autograder.fairness.answers`
"""

import ast
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from nbformat import NotebookNode

from autograder.build.masters import MasterError
from autograder.course import Course
from autograder.judging.record import tested_function

# The check that students run.
VISIBLE = "visible.py"

# What the visible checks of several exercises share.
SHARED = Path("shared") / "visible"

# The folder of visible checks in a package that notebooks import.
CHECKS = "checks"

HIDDEN = """
### BEGIN HIDDEN TESTS
from autograder.judging.in_process import view
from exercises.{name}.check import check

check(view({name}))
### END HIDDEN TESTS"""


def tested_functions(notebook: NotebookNode) -> dict[str, NotebookNode]:
    """The functions that a notebook tests, each with its test cell."""
    return {name: cell for cell in notebook.cells if (name := tested_function(cell))}


def put_in_hidden_tests(course: Course, notebook: NotebookNode, file: str) -> None:
    """Give each test cell of a master the part that gives points, which no release shows.

    Raises MasterError where the folder of an exercise lacks a file.
    """
    for name, cell in tested_functions(notebook).items():
        needed = ["check.py"] + [VISIBLE] * (f"check_{name}(" in cell.source)
        for part in needed:
            if not (course.exercises / name / part).is_file():
                raise MasterError(
                    f"{file} (test_{name}): exercises/{name}/{part} is missing; "
                    f"`autograder new exercise {name}` writes what a folder needs"
                )
        cell.source = cell.source.rstrip() + HIDDEN.format(name=name)


def ship_visible_checks(course: Course, names: Iterable[str], folder: Path) -> None:
    """Copy the checks that students run, and what these import, to a folder that ships.

    They lie there as they do in exercises/, so that relative imports from one to another hold.
    Raises MasterError where one is no Python, or imports what students must not get.
    """
    for path in _with_imports(course, names):
        target = folder / path.relative_to(course.exercises)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _with_imports(course: Course, names: Iterable[str]) -> set[Path]:
    """The visible checks of these exercises, and the modules that they import by relative names."""
    found: set[Path] = set()
    starts = [SHARED / "__init__.py", *(Path(name, VISIBLE) for name in names)]
    waiting = [path for one in starts if (path := course.exercises / one).is_file()]
    while waiting:
        path = waiting.pop()
        found.add(path)
        shown = path.relative_to(course.root).as_posix()
        try:
            modules = [*_relative_imports(path)]
        except (SyntaxError, ValueError) as error:
            raise MasterError(f"{shown} is no Python: {error}") from None
        for module in filter(Path.is_file, modules):
            if module.name != VISIBLE and module.parent != course.exercises / SHARED:
                raise MasterError(
                    f"{shown} imports {module.relative_to(course.root).as_posix()}, which "
                    f"students do not get; move what both need to exercises/{SHARED.as_posix()}/"
                )
            waiting += [module] * (module not in found)
    return found


def _relative_imports(path: Path) -> Iterator[Path]:
    """Where the modules lie, or would lie, that a file imports by relative names."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = path.parents[node.level - 1].joinpath(*(node.module or "").split("."))
            names = [base.joinpath(alias.name) for alias in node.names]
            yield from (one.with_suffix(".py") for one in (base, *names))
