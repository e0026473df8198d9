"""A student's page on one notebook: what it earned and why, then the notebook itself.

The page needs no network and runs nothing. Its head forbids both to whatever it holds.
"""

import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbgrader.preprocessors import GetGrades
from traitlets import List, Unicode

from autograder.checking.verdict import MIME_TYPE
from autograder.judging.record import ABOUT, UNANSWERED, read_judgement, tested_function
from autograder.reporting.essays.outputs import output_html
from autograder.reporting.pages.cutting import BoundedPage
from autograder.reporting.pages.rendering import code_to_html, markdown_of
from autograder.reporting.templates import templates_of

# The head of the page says these first, beside the cell that holds all notes.


@dataclass(frozen=True)
class ExerciseFeedback:
    """A line of the summary: points, the reasons for those that are lost, a person's comment."""

    grade_id: str
    points: float
    maximum: float
    reasons: tuple[str, ...]
    comment: str
    waits: bool

    @property
    def name(self) -> str:
        return self.grade_id.removeprefix("test_")

    @property
    def lost(self) -> float:
        return max(0.0, self.maximum - self.points)


class GetGradesAndWaits(GetGrades):
    """nbgrader's points and comments, and whether a person has still to give the points."""

    # nbgrader takes this option away, and traitlets then warns of nbconvert's own setting of it.
    display_data_priority = List(Unicode()).tag(config=True)

    def _get_score(self, cell: NotebookNode, resources: Any) -> None:
        super()._get_score(cell, resources)
        grade = self.gradebook.find_grade(
            cell.metadata["nbgrader"]["grade_id"],
            self.notebook_id,
            self.assignment_id,
            self.student_id,
        )
        waits = bool(grade.needs_manual_grade) and grade.manual_score is None
        cell.metadata.nbgrader["waits"] = waits

    def _get_comment(self, cell: NotebookNode, resources: Any) -> None:
        super()._get_comment(cell, resources)
        # The reasons say so, and in a person's place it would look like a person's.
        if cell.metadata.nbgrader.get("comment") == UNANSWERED:
            cell.metadata.nbgrader["comment"] = None


class FeedbackExporter(Exporter):
    """Turns a graded notebook, with what `GetGradesAndWaits` enters, to a page."""

    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    # Gives a text, as those of nbconvert's own exporters do that make one.
    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: Any = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        nb, resources = super().from_notebook_node(nb, resources, **options)
        names = resources["nbgrader"]
        folder = Path(resources["metadata"]["path"])
        judged = read_judgement(folder).get(names["notebook"], {})
        tests = [cell.metadata.nbgrader for cell in nb.cells if tested_function(cell)]
        if judged.get("status") == "not judged" and not any(one.get("waits") for one in tests):
            judged = {}  # a person has graded it since, which is all that a student need know
        comments = {
            header["grade_id"]: header.get("comment") or ""
            for cell in nb.cells
            if (header := cell.metadata.get("nbgrader", {})).get("solution")
        }
        exercises = [_exercise(cell, comments) for cell in nb.cells if _is_graded(cell)]
        bounded, resources = BoundedPage().preprocess(nb, resources)
        environment = templates_of("autograder.reporting.pages")
        page = environment.get_template("feedback.html.j2").render(
            title=names["notebook"],
            assignment=names["assignment"],
            points=names["score"],
            maximum=names["max_score"],
            penalty=names["late_penalty"],
            exercises=exercises,
            notes=judged.get("notes", ()),
            status=judged.get("status", "graded"),
            cells=[cell for cell in bounded.cells if cell.get("id") != ABOUT],
            text_of=lambda cell: markdown_of(cell, cell.source, str(folder), formulas=True),
            comment_of=_comment_html,
            code_of=lambda cell: code_to_html(cell.source),
            output_of=output_html,
            header_of=lambda cell: cell.metadata.get("nbgrader", {}),
            style=files("autograder.reporting.pages")
            .joinpath("templates", "feedback.css")
            .read_text("utf-8"),
        )
        return page, resources


def _is_graded(cell: NotebookNode) -> bool:
    header = cell.metadata.get("nbgrader", {})
    return bool(header.get("grade") or header.get("task"))


def _exercise(cell: NotebookNode, comments: dict[str, str]) -> ExerciseFeedback:
    header = cell.metadata.nbgrader
    points, maximum = float(header.get("score") or 0), float(header.get("points") or 0)
    waits = bool(header.get("waits"))
    reasons: tuple[str, ...] = ()
    if waits:
        reasons = ("waits to be read",)
    elif points < maximum:
        reasons = _reasons(cell)
    # Comments on code stand at its answer, as its test has none.
    own = header.get("comment") or comments.get(header.grade_id)
    comment = own or comments.get(header.grade_id.removeprefix("test_"), "")
    return ExerciseFeedback(header.grade_id, points, maximum, reasons, comment, waits)


def _reasons(cell: NotebookNode) -> tuple[str, ...]:
    """The reasons that the verdict of a test cell gives."""
    for output in cell.get("outputs", ()):
        verdict = output.get("data", {}).get(MIME_TYPE)
        if verdict:
            shown = json.loads(verdict) if isinstance(verdict, str) else verdict
            if not shown.get("is_reached", True):
                return ("given by hand",)  # else it would wait
            return tuple(dict.fromkeys(item["reason"] for item in shown["items"] if item["reason"]))
    return ()


def _comment_html(text: str) -> str:
    """A person's comment: Markdown, cleaned as a student's."""
    cell = NotebookNode(cell_type="markdown", metadata=NotebookNode(autograder={}), source=text)
    return markdown_of(cell, text, formulas=True)
