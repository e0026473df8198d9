"""Says how points are given, from the items of verdicts and the masters, so that nobody has to.

Headings of exercises get their points, notebooks their total, instructors a cell below each test,
and docs/points.md all of it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

import nbformat
from nbformat import NotebookNode

from autograder.build.exercises import tested_functions
from autograder.build.masters import MasterError, points_of
from autograder.checking.verdict import Verdict
from autograder.course import Assignment, Course
from autograder.judging.record import tested_function

HEADING = re.compile(r"^(#+) .*$", re.M)
TITLE = "#"

PAGE = """\
# How points are given

<!-- Built by `autograder build` from exercises/*/check.py and the masters; not to be edited. -->

Each exercise has items of its own, and an answer keeps every item that it earned.
"""


def put_in_headings(notebook: NotebookNode, file: str) -> None:
    """Write into the headings of a master what they are worth: `## The median (6 points)`.

    Those are the last heading above an exercise, and the title. Raises MasterError where a heading
    states points by itself.
    """
    found = []
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "markdown" or cell.metadata.get("tags"):
            continue
        for heading in HEADING.finditer(cell.source):
            if re.search(r"\(\S+ points?\)$", heading.group()):
                raise MasterError(
                    f"{file}, cell {number}: take the points out of “{heading.group()}”; the build "
                    "puts them in"
                )
            found.append((cell, heading.group(), heading[1]))
    worth: dict[int, float] = {}
    above = -1
    for cell in notebook.cells:
        while above + 1 < len(found) and found[above + 1][0] is cell:
            above += 1
        if cell.metadata.get("nbgrader", {}).get("grade") and above >= 0:
            worth[above] = worth.get(above, 0) + cell.metadata.nbgrader.points
    if found and found[0][2] == TITLE:
        worth[0] = points_of(notebook)
    for number, points in worth.items():
        cell, line, _ = found[number]
        cell.source = cell.source.replace(line, f"{line} ({in_words(points)})", 1)


def in_words(points: float) -> str:
    return f"{points:g} point{'' if points == 1 else 's'}"


def scheme(verdict: Verdict) -> str:
    """What the points of an exercise are given for, from the items of its verdict."""
    return "; ".join(f"{item.maximum:g} for {item.what}" for item in verdict.items)


def put_in_schemes(notebook: NotebookNode, verdicts: dict[str, Verdict]) -> None:
    """Say below each test how its points are given, in a cell for instructors alone."""
    for name, cell in tested_functions(notebook).items():
        text = f"**Points of `{name}`**, {verdicts[name].maximum:g}: {scheme(verdicts[name])}."
        below = NotebookNode(
            id=f"points-of-{name}",
            cell_type="markdown",
            metadata=NotebookNode(tags=["instructor"]),
            source=fill(text, 98, break_long_words=False, break_on_hyphens=False),
        )
        notebook.cells.insert(notebook.cells.index(cell) + 1, below)


def points_page(course: Course) -> str:
    """docs/points.md: what each exercise of a built course is worth, and for what."""
    return PAGE + "".join(map(_section, course.assignments))


def write_points_page(course: Course) -> None:
    """Write the page where the course has a folder for it."""
    if page_of(course).parent.is_dir():
        page_of(course).write_text(points_page(course), encoding="utf-8")


def page_of(course: Course) -> Path:
    return course.root / "docs" / "points.md"


def _section(assignment: Assignment) -> str:
    notebooks = {
        path.stem: nbformat.read(path, as_version=4)
        for path in sorted(assignment.source.glob("*.ipynb"))
    }
    total = sum(map(points_of, notebooks.values()))
    text = f"\n## {assignment.title}, {in_words(total)}\n"
    for name, notebook in notebooks.items():
        text += f"\n### `{name}`, {in_words(points_of(notebook))}\n\n"
        text += "| exercise | points | for what |\n| --- | --- | --- |\n"
        text += "".join(_rows(notebook))
    return text


def _rows(notebook: NotebookNode) -> Iterator[str]:
    schemes = {cell.id: cell.source for cell in notebook.cells}
    for cell in notebook.cells:
        header = cell.metadata.get("nbgrader", {})
        if not header.get("grade"):
            continue
        name = tested_function(cell)
        what = "an essay, read by a person"
        if name:
            what = " ".join(schemes[f"points-of-{name}"].split()).partition(": ")[2].rstrip(".")
        what = what.replace("|", "\\|")
        yield f"| `{name or header.grade_id}` | {header.points:g} | {what} |\n"
