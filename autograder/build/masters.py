"""Reads the masters: the percent scripts that instructors edit.

A master says in a cell's header what nbgrader needs to know and nothing that follows from it:

    # %% nbgrader={"grade_id": "mean", "solution": true}               a cell that students fill
    # %% nbgrader={"grade_id": "test_mean", "points": 6}               its test, with the line that
                                                                       students run
    # %% [markdown] nbgrader={"grade_id": "essay_question"}            its question, read-only, with
                                                                       the mark scheme for TAs
    # %% [markdown] nbgrader={"grade_id": "essay", "solution": true, "points": 3}
                                                                       an essay that a TA grades
    # %% [markdown] tags=["instructor"]                                left out of the release
"""

import ast
import hashlib
import re
from collections import Counter
from pathlib import Path

import jupytext
from nbformat import NotebookNode

from autograder.build.mark_schemes import question_cell, read_rubric, slip_in, split_question
from autograder.course import CourseError

KNOWN_FIELDS = {"grade_id", "solution", "points"}
KNOWN_KEYS = {"nbgrader", "tags", "lines_to_next_cell"}  # the last is jupytext's own
KNOWN_TAGS = {"instructor"}
# The regions that nbgrader cuts out of a release, by where they may stand.
REGIONS = ("SOLUTION", "HIDDEN TESTS", "MARK SCHEME")
# The heading of an exercise that has a number, by which the text may name it.
NUMBERED = re.compile(r"^#+ (Exercise \d+)\b.*$", re.M)
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


class MasterError(CourseError):
    """A mistake in a master, in one line that names the file and the cell."""


def read_master(path: Path) -> NotebookNode:
    """The notebook that a master describes, with nbgrader's metadata complete and without outputs.

    The same text gives the same notebook, cell ids included. Raises MasterError.
    """
    try:
        notebook: NotebookNode = jupytext.read(path, fmt="py:percent")
    except Exception as error:
        raise MasterError(f"{path.name}: cannot be read as a percent script: {error}") from None
    if not notebook.cells:
        raise MasterError(f"{path.name}: the file is empty; a master holds cells")
    notebook.metadata = NotebookNode(
        kernelspec=NotebookNode(KERNEL), language_info=NotebookNode(name="python")
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    _complete(notebook, path.name)
    _check_grade_ids(notebook, path.name)
    _check_numbers(notebook, path.name)
    _check_mark_schemes(notebook, path.name)
    _name_cells(notebook)
    return notebook


def _complete(notebook: NotebookNode, name: str) -> None:
    """Check each cell's header and source, and write out nbgrader's metadata."""
    for number, cell in enumerate(notebook.cells, start=1):
        header = cell.metadata.get("nbgrader")
        where = f"{name}, cell {number}"
        if isinstance(header, dict) and header.get("grade_id"):
            where += f" ({header['grade_id']})"
        _check_header(cell, where)
        _check_regions(cell, where)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            _check_syntax(cell, where)
        tags = cell.metadata.get("tags")
        cell.metadata = NotebookNode({"tags": tags} if tags else {})
        if header is not None:
            cell.metadata.nbgrader = _nbgrader_metadata(header, cell, where)


def _check_header(cell: NotebookNode, where: str) -> None:
    """Raise for a key or tag that means nothing, and for a region in a cell without a grade id."""
    unread = cell.metadata.get("incorrectly_encoded_metadata")
    if unread:
        raise MasterError(
            f"{where}: the header cannot be read: {unread}; is it JSON, with double quotes and "
            "both braces?"
        )
    for kind, found, known in (
        ("key", cell.metadata.keys(), KNOWN_KEYS),
        ("tag", cell.metadata.get("tags", []), KNOWN_TAGS),
    ):
        unknown = sorted(set(found) - known)
        if unknown:
            raise MasterError(
                f"{where}: unknown {kind} {', '.join(unknown)} in the header; known are "
                f"{', '.join(sorted(known - {'lines_to_next_cell'}))}"
            )
    marks = [f"BEGIN {region}" for region in REGIONS if f"BEGIN {region}" in cell.source]
    if marks and not cell.metadata.get("nbgrader"):
        raise MasterError(
            f'{where}: the cell holds {marks[0]}, but its header no nbgrader={{"grade_id": …}}'
        )


def _nbgrader_metadata(header: object, cell: NotebookNode, where: str) -> NotebookNode:
    """nbgrader's metadata, schema 3, from a header of a master."""
    if not isinstance(header, dict):
        raise MasterError(f'{where}: `nbgrader=` takes {{"grade_id": …}}, found {header!r}')
    unknown = sorted(header.keys() - KNOWN_FIELDS)
    if unknown:
        raise MasterError(
            f"{where}: unknown field {', '.join(unknown)} in `nbgrader=`; known are "
            f"{', '.join(sorted(KNOWN_FIELDS))}"
        )
    grade_id = header.get("grade_id")
    if not (isinstance(grade_id, str) and re.fullmatch(r"[A-Za-z]\w*", grade_id)):
        raise MasterError(f"{where}: grade_id is to be a name, found {grade_id!r}")
    is_solution, points = bool(header.get("solution")), header.get("points")
    is_question = cell.cell_type == "markdown" and "BEGIN MARK SCHEME" in cell.source
    if points is None and not is_solution and not is_question:
        raise MasterError(f"{where}: points are missing; a cell that is not a solution is a test")
    if not isinstance(header.get("solution", False), bool):
        raise MasterError(f"{where}: solution is to be true or false, found {header['solution']!r}")
    is_number = isinstance(points, int | float) and not isinstance(points, bool)
    if points is not None and not (is_number and points > 0):
        raise MasterError(f"{where}: points are to be a number above 0, found {points!r}")
    is_essay = cell.cell_type == "markdown"
    if is_solution and "BEGIN SOLUTION" not in cell.source:
        raise MasterError(f"{where}: a solution cell needs BEGIN SOLUTION and END SOLUTION")
    if is_solution and not is_essay:
        _check_function(cell.source, grade_id, where)
    if "HIDDEN TESTS" in cell.source:
        raise MasterError(
            f"{where}: take the hidden part out; the build puts it in, from exercises/…/check.py"
        )
    if is_essay and is_solution and points is None:
        raise MasterError(f"{where}: points are missing; an essay is graded by hand")
    metadata = NotebookNode(
        grade=points is not None,
        grade_id=grade_id,
        locked=not is_solution,
        schema_version=3,
        solution=is_solution,
        task=False,
    )
    if points is not None:
        metadata.points = points
    return metadata


def _check_regions(cell: NotebookNode, where: str) -> None:
    """Raise unless every region that begins in a cell ends in it, once and in order."""
    for region in REGIONS:
        marks = re.findall(rf"\b(BEGIN|END) {region}\b", cell.source)
        if marks in ([], ["BEGIN", "END"]):
            continue
        if "END" not in marks:
            problem = f"BEGIN {region} has no END {region}"
        elif "BEGIN" not in marks:
            problem = f"END {region} has no BEGIN {region}"
        else:
            problem = f"BEGIN and END {region} are to stand once each, found {' '.join(marks)}"
        raise MasterError(f"{where}: {problem}")


def _check_syntax(cell: NotebookNode, where: str) -> None:
    try:
        ast.parse(cell.source)
    except SyntaxError as error:
        why = f"line {error.lineno} is not valid Python: {error.msg}"
        raise MasterError(f"{where}: {why}") from None


def _check_function(source: str, grade_id: str, where: str) -> None:
    """Raise unless a solution cell is one function named like its grade id, with a docstring."""
    body = ast.parse(source).body
    functions = [node for node in body if isinstance(node, ast.FunctionDef)]
    if len(body) != 1 or [node.name for node in functions] != [grade_id]:
        raise MasterError(f"{where}: a solution cell is to hold one function, {grade_id}")
    (function,) = functions
    if not ast.get_docstring(function):
        raise MasterError(f"{where}: the function {grade_id} needs a docstring for students")
    begin, end = (
        next(n for n, line in enumerate(source.splitlines(), start=1) if mark in line)
        for mark in ("BEGIN SOLUTION", "END SOLUTION")
    )
    if any(node.lineno <= begin or (node.end_lineno or end) >= end for node in function.body[1:]):
        raise MasterError(
            f"{where}: code stands outside BEGIN and END SOLUTION, where students would see it"
        )


def _check_grade_ids(notebook: NotebookNode, name: str) -> None:
    """Raise where a grade id stands twice, or a function is not tested by the next cell."""
    headers = [cell.metadata.get("nbgrader") for cell in notebook.cells]
    seen: dict[str, int] = {}
    for number, header in enumerate(headers, start=1):
        if header and header.grade_id in seen:
            raise MasterError(
                f"{name}, cell {number} ({header.grade_id}): the grade id is already that of cell "
                f"{seen[header.grade_id]}"
            )
        if header:
            seen[header.grade_id] = number
    for number, (header, following) in enumerate(
        zip(headers, [*headers[1:], None], strict=True), start=1
    ):
        if header and header.solution and not header.grade:
            expected = f"test_{header.grade_id}"
            if not following or following.grade_id != expected:
                raise MasterError(
                    f"{name}, cell {number} ({header.grade_id}): the next cell is to be its test, "
                    f"{expected}"
                )


def _check_numbers(notebook: NotebookNode, name: str) -> None:
    """Raise where two exercises have the same number, as when one was put between others."""
    seen: dict[str, int] = {}
    for number, cell in enumerate(notebook.cells, start=1):
        headings = NUMBERED.finditer(cell.source) if cell.cell_type == "markdown" else ()
        for heading in headings:
            exercise = heading[1]
            if exercise in seen:
                raise MasterError(
                    f"{name}, cell {number}: “{heading[0]}” is the second {exercise}, after cell "
                    f"{seen[exercise]}; number the exercises anew, and mend what the text says of "
                    "them"
                )
            seen[exercise] = number


def _check_mark_schemes(notebook: NotebookNode, name: str) -> None:
    """Raise where the items of an essay's mark scheme are not worth together what the essay is."""
    for number, cell in enumerate(notebook.cells):
        header = cell.metadata.get("nbgrader")
        if header and header.solution and header.grade:
            _, scheme = split_question(question_cell(notebook.cells, number).source)
            slip = slip_in(read_rubric(scheme), header.points)
            if slip:
                raise MasterError(f"{name}, cell {number + 1} ({header.grade_id}): {slip}")


def _name_cells(notebook: NotebookNode) -> None:
    """Give each cell an id that stays when other cells come and go."""
    met: Counter[str] = Counter()
    for cell in notebook.cells:
        header = cell.metadata.get("nbgrader")
        digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:8]
        met[digest] += 1
        if header:
            cell.id = header.grade_id
        else:
            cell.id = digest if met[digest] == 1 else f"{digest}-{met[digest]}"


def points_of(notebook: NotebookNode) -> float:
    """What a notebook's cells are worth together."""
    points: list[float] = [
        cell.metadata.nbgrader.points
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    ]
    return sum(points)
