"""Builds what instructors and students open from what instructors edit.

notebooks/<assignment>/*.py → source/<assignment>/*.ipynb, by jupytext, and from there
release/<assignment>/*.ipynb, by `nbgrader generate_assignment`, and scripts/*.py, by jupytext
again.
"""

import ast
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from autograder.build.exercises import (
    CHECKS,
    put_in_hidden_tests,
    ship_visible_checks,
    tested_functions,
)
from autograder.build.masters import MasterError, points_of, read_master
from autograder.build.points import (
    page_of,
    put_in_headings,
    put_in_schemes,
    write_points_page,
)
from autograder.build.rehearsal import rehearse
from autograder.course import Assignment, Course, CourseError
from autograder.nbgrader_settings import NbgraderSettings

# What lies beside the masters and goes to students as it is.
SHIPPED = ("nbgrader_config.py", "requirements.txt", "figures/*", "reference/*")

# Beside scripts, which lie in a folder of their own, for each package that they import.
PACKAGE_ABOVE = '''"""Stands for the package of this name in the folder above, for scripts here."""

import importlib
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
del sys.modules[__name__]
importlib.import_module(__name__)
'''


def build(course: Course, names: Sequence[str] = ()) -> None:
    """Write `source/` and `release/` anew and enter the assignments in the gradebook.

    All assignments are built where none is named. Raises MasterError for a mistake in a master or a
    hidden test, CourseError for one in course.toml, for a file of the course that is missing or
    where nbgrader fails; the folders are then as they were.
    """
    assignments = course.chosen(names)
    masters = {assignment.name: read_masters(assignment) for assignment in assignments}
    course.prepare_checks()
    for notebooks in masters.values():
        for path, notebook in notebooks.items():
            put_in_schemes(notebook, rehearse(notebook, path.name))
    folders = [folder for one in assignments for folder in (one.source, one.release)]
    with kept_on_failure(*folders):
        for assignment in assignments:
            write_source(assignment, masters[assignment.name])
            generate_release(assignment)
            write_scripts(assignment)
    write_points_page(course)


def generate_release(assignment: Assignment) -> None:
    """Run `nbgrader generate_assignment`; CourseError with its last words where it fails."""
    course = assignment.course
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", assignment.name, "--force"]
    command += course.settings.arguments()
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True)
    if done.returncode == 0:
        return
    if "there are submissions associated with it" in done.stderr:
        raise CourseError(
            f"exercises and notebooks of {assignment.name} cannot be added, removed or renamed "
            "once students are graded; undo that, or move the gradebook away and grade the class "
            "anew"
        )
    errors = re.findall(r"^\s+(\w*(?:Error|Exception)\b.*)$", done.stderr, re.MULTILINE)
    reason = errors[-1] if errors else done.stderr.strip().splitlines()[-1]
    raise CourseError(f"`nbgrader generate_assignment {assignment.name}` failed: {reason}")


def write_scripts(assignment: Assignment) -> None:
    """Write each released notebook as a percent script too, for those who want no notebook."""
    folder = assignment.release / "scripts"
    folder.mkdir(exist_ok=True)
    for path in assignment.release.glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        notebook.metadata = NotebookNode()
        for cell in notebook.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            cell.metadata = NotebookNode({"nbgrader": {"grade_id": grade_id}} if grade_id else {})
        script = jupytext.writes(notebook, fmt="py:percent")
        (folder / f"{path.stem}.py").write_text(script, encoding="utf-8")
    for path in assignment.release.glob("*/__init__.py"):
        (folder / f"{path.parent.name}.py").write_text(PACKAGE_ABOVE, encoding="utf-8")


@contextmanager
def built_elsewhere(course: Course) -> Iterator[Course]:
    """The course built anew in a folder that vanishes; nothing of the course itself is touched.

    Raises what `build` raises.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        # Its own folders and gradebook, wherever those of the course are.
        fresh = Course(root, NbgraderSettings(str(root), course_id=course.settings.course_id))
        ignored = shutil.ignore_patterns("__pycache__", "runs")
        shutil.copytree(course.notebooks, fresh.notebooks, ignore=ignored)
        for name in ("course.toml", "nbgrader_config.py"):
            shutil.copy(course.root / name, fresh.root)
        fresh.exercises.symlink_to(course.exercises.resolve())
        for name, path in course.files.items():
            fresh.files[name].parent.mkdir(parents=True, exist_ok=True)
            fresh.files[name].symlink_to(path.resolve())
        if page_of(course).parent.is_dir():
            page_of(fresh).parent.mkdir()
        build(fresh)
        yield fresh


def stale_files(course: Course, fresh: Course) -> list[str]:
    """What a build writes and is not as a fresh build has it."""
    before, after = _built_files(course), _built_files(fresh)
    return sorted(name for name in before | after if before.get(name) != after.get(name))


def _built_files(course: Course) -> dict[str, bytes]:
    folders = {
        f"{step}/{assignment.name}": folder
        for assignment in course.assignments
        for step, folder in (("source", assignment.source), ("release", assignment.release))
    }
    paths = {
        f"{name}/{path.relative_to(folder).as_posix()}": path
        for name, folder in folders.items()
        for path in folder.rglob("*")
    }
    page = page_of(course)
    paths[page.relative_to(course.root).as_posix()] = page
    return {
        name: path.read_bytes()
        for name, path in paths.items()
        if path.is_file() and not {"__pycache__", "runs", ".ipynb_checkpoints"} & {*path.parts}
    }


@contextmanager
def kept_on_failure(*folders: Path) -> Iterator[None]:
    """Put folders back as they were if the block raises."""
    with tempfile.TemporaryDirectory() as store:
        copies = [(folder, Path(store, str(n))) for n, folder in enumerate(folders)]
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


def read_masters(assignment: Assignment) -> dict[Path, NotebookNode]:
    """All masters of an assignment as notebooks, held to the rules that concern more than one."""
    masters = sorted(assignment.masters.glob("[0-9]*.py"))
    if not masters:
        raise CourseError(f"no masters: {assignment.masters} holds no script named like 1_title.py")
    notebooks = {path: read_master(path) for path in masters}
    _check_unique_across(notebooks)
    for path, notebook in notebooks.items():
        put_in_headings(notebook, path.name)
        put_in_hidden_tests(assignment.course, notebook, path.name)
    _check_planned(assignment, notebooks)
    return notebooks


def _check_planned(assignment: Assignment, notebooks: dict[Path, NotebookNode]) -> None:
    """Raise unless the masters are those of course.toml."""
    planned, where = assignment.notebooks, f"[assignments.{assignment.name}.notebooks]"
    for path, notebook in notebooks.items():
        if path.stem not in planned:
            raise MasterError(
                f"{path.name}: course.toml does not plan this notebook; add `{path.stem} = "
                f"{points_of(notebook):g}` to {where}"
            )
    missing = sorted(planned.keys() - {path.stem for path in notebooks})
    if missing:
        raise CourseError(
            f"course.toml plans a notebook {missing[0]}, and there is no "
            f"{assignment.masters / missing[0]}.py; write it, or take the line out of {where}"
        )


def off_plan(course: Course) -> list[str]:
    """Which notebooks of a built course are worth something else than course.toml plans.

    No mistake that stops a build: an exercise comes first, and what gives up its points then.
    """
    return [
        f"{assignment.name}/{name} is worth {points:g} points, course.toml plans {planned:g}; "
        "change the points of an exercise, or the plan"
        for assignment in course.assignments
        for name, planned in assignment.notebooks.items()
        if (points := _worth(assignment.source / f"{name}.ipynb")) != planned
    ]


def _worth(path: Path) -> float:
    return points_of(nbformat.read(path, as_version=4)) if path.is_file() else 0


def write_source(assignment: Assignment, notebooks: dict[Path, NotebookNode]) -> None:
    """Write `source/` anew: the notebooks, and what ships with them."""
    source, masters = assignment.source, assignment.masters
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    for path, notebook in notebooks.items():
        nbformat.write(notebook, source / f"{path.stem}.ipynb")
    for pattern in SHIPPED:
        for path in masters.glob(pattern):
            target = source / path.relative_to(masters)
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, target)
    code = (cell.source for one in notebooks.values() for cell in one.cells if _is_code(cell))
    tested = [name for notebook in notebooks.values() for name in tested_functions(notebook)]
    for package in imported_packages(assignment.course.notebooks, code):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(package, source / package.name, ignore=ignored)
        if (package / CHECKS).is_dir():
            ship_visible_checks(assignment.course, tested, source / package.name / CHECKS)


def imported_packages(folder: Path, sources: Iterable[str]) -> list[Path]:
    """The packages in a folder that these sources import, directly or by one another."""
    found: list[Path] = []
    waiting = list(sources)
    while waiting:
        for node in ast.walk(ast.parse(waiting.pop())):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules = [node.module]
            for package in (folder / module.partition(".")[0] for module in modules):
                if package not in found and (package / "__init__.py").is_file():
                    found.append(package)
                    waiting += [path.read_text(encoding="utf-8") for path in package.rglob("*.py")]
    return sorted(found)


def _is_code(cell: NotebookNode) -> bool:
    return bool(cell.cell_type == "code")


def _check_unique_across(notebooks: dict[Path, NotebookNode]) -> None:
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
