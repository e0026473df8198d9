"""Puts into a notebook what the folder of an exercise holds: exercises/<grade id>/.

check.py      the verdict that gives points: `check(view)`, run by the judge
visible.py    the check that students run: `check(function)`, which ships
answers.py    answers of known worth; see :mod:`autograder.fairness.answers`
"""

import shutil
from collections.abc import Iterable
from pathlib import Path

from nbformat import NotebookNode

from autograder.build.masters import MasterError
from autograder.course import Course
from autograder.judging.record import tested_function

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
        needed = ["check.py"] + ["visible.py"] * (f"check_{name}(" in cell.source)
        for part in needed:
            if not (course.exercises / name / part).is_file():
                raise MasterError(
                    f"{file} (test_{name}): exercises/{name}/{part} is missing; "
                    f"`autograder new exercise {name}` writes what a folder needs"
                )
        cell.source = cell.source.rstrip() + HIDDEN.format(name=name)


def ship_visible_checks(course: Course, names: Iterable[str], folder: Path) -> None:
    """Copy the checks that students run, and what these share, to a folder that ships.

    They lie there as they do in exercises/, so that relative imports from one to another hold.
    """
    paths = [*(course.exercises / SHARED).glob("*.py")]
    paths += [course.exercises / name / "visible.py" for name in names]
    for path in filter(Path.is_file, paths):
        target = folder / path.relative_to(course.exercises)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
