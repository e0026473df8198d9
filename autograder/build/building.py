"""Builds what instructors and students open from what instructors edit.

notebooks/*.py → source/autoencoders/*.ipynb, by jupytext, and from there
release/autoencoders/*.ipynb, by `nbgrader generate_assignment`, and *.py, by jupytext again.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from autograder.build.masters import MasterError, points_of, read_master
from autograder.build.rehearsal import rehearse
from autograder.course import ASSIGNMENT, POINTS, Course, CourseError, use_data

# What lies beside the masters and goes to students as it is.
SHIPPED = ("nbgrader_config.py", "requirements.txt", "figures/*", "reference/*")


def build(course: Course) -> None:
    """Write `source/` and `release/` anew and enter the assignment in the gradebook.

    Raises MasterError for a mistake in a master or a hidden test, CourseError where MNIST is
    missing or nbgrader fails; both folders are then as they were.
    """
    notebooks = read_masters(course)
    use_data(course)
    for path, notebook in notebooks.items():
        rehearse(notebook, path.name)
    with kept_on_failure(course.source, course.release):
        write_source(course, notebooks)
        generate_release(course)
        write_scripts(course)


def generate_release(course: Course) -> None:
    """Run `nbgrader generate_assignment`; CourseError with its last words where it fails."""
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", ASSIGNMENT, "--force"]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True)
    if done.returncode == 0:
        return
    if "there are submissions associated with it" in done.stderr:
        raise CourseError(
            "exercises and notebooks cannot be added, removed or renamed once students are "
            "graded; undo that, or move gradebook.db away and grade the class anew"
        )
    errors = re.findall(r"^\s+(\w*(?:Error|Exception)\b.*)$", done.stderr, re.MULTILINE)
    reason = errors[-1] if errors else done.stderr.strip().splitlines()[-1]
    raise CourseError(f"`nbgrader generate_assignment` failed: {reason}")


def write_scripts(course: Course) -> None:
    """Write each released notebook as a percent script too, for those who want no notebook."""
    for path in course.release.glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        notebook.metadata = NotebookNode()
        for cell in notebook.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            cell.metadata = NotebookNode({"nbgrader": {"grade_id": grade_id}} if grade_id else {})
        script = jupytext.writes(notebook, fmt="py:percent")
        path.with_suffix(".py").write_text(script, encoding="utf-8")


@contextmanager
def built_elsewhere(course: Course) -> Iterator[Course]:
    """The course built anew in a folder that vanishes; nothing of the course itself is touched.

    Raises what `build` raises.
    """
    with tempfile.TemporaryDirectory() as folder:
        fresh = Course(Path(folder).resolve())
        ignored = shutil.ignore_patterns("__pycache__", "runs")
        shutil.copytree(course.root / "notebooks", fresh.root / "notebooks", ignore=ignored)
        shutil.copy(course.root / "nbgrader_config.py", fresh.root)
        fresh.data.parent.symlink_to(course.data.parent.resolve())
        build(fresh)
        yield fresh


def stale_files(course: Course, fresh: Course) -> list[str]:
    """What lies in `source/` and `release/` and is not as a fresh build has it."""
    before, after = _built_files(course), _built_files(fresh)
    return sorted(name for name in before | after if before.get(name) != after.get(name))


def _built_files(course: Course) -> dict[str, bytes]:
    return {
        path.relative_to(course.root).as_posix(): path.read_bytes()
        for folder in (course.source, course.release)
        for path in folder.rglob("*")
        if path.is_file() and not {"__pycache__", "runs", ".ipynb_checkpoints"} & {*path.parts}
    }


@contextmanager
def kept_on_failure(*folders: Path) -> Iterator[None]:
    """Put folders back as they were if the block raises."""
    with tempfile.TemporaryDirectory() as store:
        copies = [(folder, Path(store) / folder.parent.name) for folder in folders]
        for folder, copy in copies:
            if folder.is_dir():
                shutil.copytree(folder, copy)
        try:
            yield
        except BaseException:
            for folder, copy in copies:
                shutil.rmtree(folder, ignore_errors=True)
                if copy.is_dir():
                    shutil.copytree(copy, folder)
            raise


def read_masters(course: Course) -> dict[Path, nbformat.NotebookNode]:
    """All masters of a course as notebooks, held to the rules that concern more than one."""
    masters = sorted(course.masters.glob("[0-9]*.py"))
    if not masters:
        raise CourseError(f"no masters: {course.masters} holds no script named like 1_title.py")
    notebooks = {path: read_master(path) for path in masters}
    _check_unique_across(notebooks)
    for path, notebook in notebooks.items():
        points, planned = points_of(notebook), POINTS.get(path.stem)
        if planned not in (None, points):
            raise MasterError(
                f"{path.name}: its cells are worth {points:g} points, autograder/course.py says "
                f"{planned}; change one of them"
            )
    return notebooks


def write_source(course: Course, notebooks: dict[Path, nbformat.NotebookNode]) -> None:
    """Write `source/` anew: the notebooks, and what ships with them."""
    shutil.rmtree(course.source, ignore_errors=True)
    course.source.mkdir(parents=True)
    for path, notebook in notebooks.items():
        nbformat.write(notebook, course.source / f"{path.stem}.ipynb")
    for pattern in SHIPPED:
        for path in course.masters.glob(pattern):
            target = course.source / path.relative_to(course.masters)
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, target)
    shutil.copytree(course.lab, course.source / "lab", ignore=shutil.ignore_patterns("__pycache__"))


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
