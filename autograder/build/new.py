"""Begins a new exercise: its folder and its cells, from the course's own exercises/template/."""

import keyword
import re
import shutil
from pathlib import Path

from autograder.course import Course, CourseError

TEMPLATE = "template"
CELLS = "cells.py"  # of the template: what is put into the master
# The template's word for the new exercise, also at the end of check_NAME and test_NAME.
TEMPLATE_NAME = re.compile(r"(?:\b|(?<=_))NAME\b")


def new_exercise(course: Course, name: str, notebook: str) -> list[Path]:
    """Write the folder of an exercise, and its cells below the last test of a master.

    Returns what was written. The course then builds, and the exercise fails its own check, which
    says what is to be filled in. Raises CourseError where the name is none or taken, where the
    notebook is not known and where the course has no template; nothing is written then.
    """
    template, folder = course.exercises / TEMPLATE, course.exercises / name
    if not name.isidentifier() or keyword.iskeyword(name) or name in (TEMPLATE, "shared"):
        raise CourseError(
            f"an exercise is named like its function; {name!r} is not a valid name for one"
        )
    if folder.exists():
        raise CourseError(f"{folder} exists already; choose another name, or remove it")
    if not (template / CELLS).is_file():
        raise CourseError(f"{template / CELLS} is missing: new exercises are copies of {template}")
    master = _master(course, notebook)
    text = master.read_text(encoding="utf-8")
    if re.search(rf'"grade_id": "(test_)?{name}"', text):
        raise CourseError(f"{master.name} has a cell of {name} already; choose another name")
    shutil.copytree(template, folder, ignore=shutil.ignore_patterns(CELLS, "__pycache__"))
    for path in folder.glob("*.py"):
        path.write_text(_named(path, name), encoding="utf-8")
    master.write_text(_below_last_test(text, _named(template / CELLS, name)), encoding="utf-8")
    return [folder, master]


def _master(course: Course, notebook: str) -> Path:
    masters = [
        assignment.masters / f"{name}.py"
        for assignment in course.assignments
        for name in assignment.notebooks
    ]
    wanted = notebook.removesuffix(".py").removesuffix(".ipynb")
    fitting = [
        path
        for path in masters
        if path.stem == wanted or path.parent.name + "/" + path.stem == wanted
    ]
    if len(fitting) != 1:
        known = ", ".join(f"{path.parent.name}/{path.stem}" for path in masters)
        problem = "there is no notebook" if not fitting else "there is more than one notebook"
        raise CourseError(f"{problem} {notebook}; there are {known}")
    return fitting[0]


def _named(path: Path, name: str) -> str:
    return TEMPLATE_NAME.sub(name, path.read_text(encoding="utf-8"))


def _below_last_test(text: str, cells: str) -> str:
    """A master with more cells below its last test, or at its end where it has none."""
    starts = [match.start() for match in re.finditer(r"^# %%", text, re.M)]
    tests = [
        start for start in starts if re.match(r'# %% nbgrader=\{"grade_id": "test_', text[start:])
    ]
    after = [start for start in starts if tests and start > tests[-1]]
    place = after[0] if after else len(text)
    return text[:place].rstrip() + "\n\n" + cells.strip() + "\n\n" + text[place:]
