"""Builds what instructors and students open from what instructors edit.

notebooks/*.py → source/autoencoders/*.ipynb, by jupytext, and from there
release/autoencoders/*.ipynb, by `nbgrader generate_assignment`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

from autograder.course import ASSIGNMENT, Course, CourseError
from autograder.masters import MasterError, read_master

# What lies beside the masters and goes to students as it is.
SHIPPED = ("lab*.py", "nbgrader_config.py", "requirements.txt", "figures/*", "reference/*")


def build(course: Course) -> None:
    """Write `source/` and `release/` anew and enter the assignment in the gradebook.

    Raises MasterError for a mistake in a master, before anything is written, and CourseError
    where nbgrader fails.
    """
    write_source(course)
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", ASSIGNMENT, "--force"]
    # nbgrader calls `alembic` by its name, so it must be found without an activated environment.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        command, cwd=course.root, env=os.environ | {"PATH": path}, capture_output=True, text=True
    )
    if done.returncode:
        raise CourseError(f"`nbgrader generate_assignment` failed:\n{done.stderr.strip()}")


def write_source(course: Course) -> None:
    """Write `source/` anew."""
    masters = sorted(course.masters.glob("[0-9]*.py"))
    if not masters:
        raise CourseError(f"no masters: {course.masters} holds no script named like 1_title.py")
    notebooks = {path: read_master(path) for path in masters}
    _check_unique_across(notebooks)

    shutil.rmtree(course.source, ignore_errors=True)
    course.source.mkdir(parents=True)
    for path, notebook in notebooks.items():
        nbformat.write(notebook, course.source / f"{path.stem}.ipynb")
    for pattern in SHIPPED:
        for path in course.masters.glob(pattern):
            target = course.source / path.relative_to(course.masters)
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, target)


def _check_unique_across(notebooks: dict[Path, nbformat.NotebookNode]) -> None:
    """Raise where two notebooks use one grade id: answers are matched to notebooks by it."""
    owners: dict[str, str] = {}
    for path, notebook in notebooks.items():
        for number, cell in enumerate(notebook.cells, start=1):
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            if grade_id in owners:
                raise MasterError(
                    f"{path.name}, cell {number} ({grade_id}): the grade id is already used in "
                    f"{owners[grade_id]}"
                )
            if grade_id:
                owners[grade_id] = path.name
