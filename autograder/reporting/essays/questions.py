"""Reads from an assignment's source what an essay is about: question, mark scheme, answer."""

import html
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from nbformat import NotebookNode

from autograder.build.mark_schemes import (
    Rubric,
    question_cell,
    read_rubric,
    slip_in,
    split_question,
)
from autograder.reporting.essays.notebooks import NotebookProblem, read_notebook
from autograder.reporting.pages.formulas import formula_to_html
from autograder.reporting.pages.rendering import markdown_of

SOLUTION_MARKS = ("BEGIN SOLUTION", "END SOLUTION")


@dataclass(frozen=True)
class Master:
    """What a grader is told of a question, the texts as harmless HTML."""

    title: str
    place: int = 0  # of the essay among the cells of its notebook
    heading: str = ""  # the title, with its formulas
    question: str = ""
    rubric: Rubric = field(default_factory=Rubric)
    scheme_before: str = ""
    scheme_after: str = ""
    descriptions: tuple[str, ...] = ()  # one for each item of the rubric
    model_answer: str = ""
    problem: str = ""  # why points are given as a number, where they are


def read_master(path: Path, grade_id: str, maximum: float) -> Master:
    """What the source notebook at `path` says of an essay that is worth `maximum` points."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return _without_scheme(
            grade_id,
            f"{path} is missing, so there is no mark scheme here; "
            "bring the assignment's source folder to this machine",
        )
    return _read_master(path, changed, grade_id, maximum)


def _without_scheme(grade_id: str, problem: str) -> Master:
    return Master(grade_id, heading=html.escape(grade_id), problem=problem)


@lru_cache(maxsize=64)
def _read_master(path: Path, changed: int, grade_id: str, maximum: float) -> Master:
    try:
        cells = read_notebook(path).cells
    except NotebookProblem as unreadable:
        return _without_scheme(grade_id, str(unreadable))
    names = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in cells]
    if grade_id not in names:
        return _without_scheme(grade_id, f"{path} holds no cell {grade_id}; build the course anew")
    place = names.index(grade_id)
    asked = question_cell(cells, place)
    text, scheme = split_question(asked.source)
    rubric = read_rubric(scheme)
    problem = _problem(rubric, maximum)
    if problem:
        rubric = Rubric(before=scheme)
    folder = str(path.parent)
    title = _heading(cells[: place + 1]) or grade_id
    return Master(
        title=title,
        place=place,
        heading=_title_html(title),
        question=_html(asked, "" if asked is cells[place] else text, folder),
        rubric=rubric,
        scheme_before=_html(asked, rubric.before, folder),
        scheme_after=_html(asked, rubric.after, folder),
        descriptions=tuple(_html(asked, item.description, folder) for item in rubric.items),
        model_answer=_html(cells[place], _model_answer(cells[place].source), folder),
        problem=problem,
    )


def _problem(rubric: Rubric, maximum: float) -> str:
    """Why points are given as a number; empty where the items can be used."""
    if not rubric.items:
        return (
            "the mark scheme has no items of the form “- **[1] Title.** …”, so points are given as "
            "a number"
        )
    slip = slip_in(rubric, maximum)
    return f"{slip}; until that is mended, points are given as a number" if slip else ""


def _html(cell: NotebookNode, text: str, folder: str) -> str:
    return markdown_of(cell, text, folder, formulas=True) if text else ""


def _heading(cells: list[NotebookNode]) -> str:
    """The last heading of some cells, without its marks."""
    for cell in reversed(cells):
        if cell.cell_type != "markdown":
            continue
        for line in reversed(split_question(cell.source)[0].splitlines()):
            if line.startswith("#"):
                return line.lstrip("#").strip()
    return ""


def _title_html(title: str) -> str:
    """A title, which may hold formulas, as HTML for a heading or a link."""
    texts = title.split("$")
    if len(texts) % 2 == 0:
        return html.escape(title)
    return "".join(
        formula_to_html(text) if number % 2 else html.escape(text)
        for number, text in enumerate(texts)
    )


def _model_answer(source: str) -> str:
    lines = [line for line in source.splitlines() if not any(m in line for m in SOLUTION_MARKS)]
    return split_question("\n".join(lines))[0]
