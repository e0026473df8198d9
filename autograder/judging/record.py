"""Writes what the judge found into a notebook that nbgrader, TAs and students read."""

import html
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.checking.verdict import Verdict
from autograder.judging.hidden_tests import NotReached
from autograder.judging.outputs import new_output
from autograder.text import plain

JUDGEMENT = "judgement.json"
ABOUT = "about-the-grading"  # the id of the cell that says what a reader should know
BY_HAND = "graded by hand"  # the status of what was not judged, once its tests have points
UNANSWERED = "No response."  # nbgrader's comment on what was left as released
LONGEST_NOTE = 1000  # characters


@dataclass
class NotebookRun:
    """A notebook after it ran: its status, and what a reader should know about it.

    Code cells whose ids are among the `skipped` are not run; of tests these are the checks that
    students run, where all points were earned. The verdicts on the `exhausted`, by the ids of their
    tests, took all the time that there is. Where a kernel ended in a check, the notebook goes on
    `without_checks`. Kernels that ended before the notebook did have left their statuses in
    `endings`.
    """

    notebook: NotebookNode
    status: str = "graded"
    notes: list[str] = field(default_factory=list)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    exhausted: set[str] = field(default_factory=set)
    without_checks: bool = False
    endings: list[str] = field(default_factory=list)

    def wants_check(self, test: NotebookNode) -> bool:
        """Whether the check that students run is to be run, as it may tell something."""
        verdict = self.verdict_on(test)
        if verdict is None or self.without_checks or test.id in self.exhausted:
            return False
        return test.id not in self.skipped or verdict.points < verdict.maximum

    def with_better_of(self, other: "NotebookRun") -> "NotebookRun":
        """This run or an earlier one: no verdict of either is lost for a worse one.

        It is the earlier one where this one has lost points and earned none. A verdict that was not
        reached in this one is no worse than any but full points: nobody knows what it would be.
        """
        better = {
            name: verdict
            for name, verdict in other.verdicts.items()
            if name not in self.verdicts or _is_better(verdict, self.verdicts[name])
        }
        gained = any(
            name not in other.verdicts
            or verdict.points > other.verdicts[name].points
            or (isinstance(verdict, NotReached) and name not in better)
            for name, verdict in self.verdicts.items()
        )
        if better and not gained:
            return other
        self.verdicts |= better
        return self

    def verdict_on(self, cell: NotebookNode) -> Verdict | None:
        """The verdict that a cell's test has reached, if it is a test and has."""
        return self.verdicts.get(tested_function(cell) or "")


def _is_better(verdict: Verdict, than: Verdict) -> bool:
    is_open = isinstance(than, NotReached) and verdict.points < verdict.maximum
    return verdict.points > than.points and not is_open


def tested_function(cell: NotebookNode) -> str | None:
    """The name of the function that a test cell tests; None for any other cell."""
    header = cell.metadata.get("nbgrader", {})
    if cell.cell_type == "code" and header.get("grade") and not header.get("solution"):
        return tested_by(header.grade_id)
    return None


def tested_by(grade_id: str) -> str:
    """The name of the function that a test cell of this grade id tests."""
    return grade_id.removeprefix("test_")


def whereabouts(notebook: NotebookNode, cell: NotebookNode) -> str:
    """Words for where a cell stands."""
    header = cell.metadata.get("nbgrader")
    if header and tested_function(cell):
        return f"under the test of `{tested_function(cell)}`"
    if header:
        return f"in the cell of `{header.grade_id}`"
    return f"in cell {notebook.cells.index(cell) + 1} of the notebook"


def graded_cells(notebook: NotebookNode) -> dict[str, float]:
    """The points of each graded cell, essays too, by its grade id."""
    headers = [cell.metadata.get("nbgrader", {}) for cell in notebook.cells]
    return {header.grade_id: header.points for header in headers if header.get("grade")}


def finished_notebook(run: NotebookRun, source: NotebookNode) -> NotebookNode:
    """The notebook for the gradebook: verdicts in their test cells, and a word on top if need be.

    `source` is the instructors' notebook, whose questions hold the mark schemes for TAs.
    """
    questions = {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in source.cells
        if cell.cell_type == "markdown" and cell.metadata.get("nbgrader", {}).get("locked")
    }
    for cell in run.notebook.cells:
        name = tested_function(cell)
        if name in run.verdicts:
            show_verdict(cell, run.verdicts[name])
        elif cell.metadata.get("nbgrader", {}).get("grade_id") in questions:
            cell.source = questions[cell.metadata.nbgrader.grade_id]
    say_about_grading(run.notebook, run.status, run.notes)
    return run.notebook


def say_about_grading(notebook: NotebookNode, status: str, notes: list[str]) -> None:
    """Say on top what a reader should know, in the place of what was said before."""
    notebook.cells = [cell for cell in notebook.cells if cell.id != ABOUT]
    if notes:
        notebook.cells.insert(0, _summary(status, notes))


def show_verdict(cell: NotebookNode, verdict: Verdict) -> None:
    """Put a verdict first among a test cell's outputs: nbgrader takes the first result it meets."""
    cell.outputs.insert(0, new_output("execute_result", data=verdict._repr_mimebundle_()))


def _summary(status: str, notes: list[str]) -> NotebookNode:
    lines = "".join(f"<li>{html.escape(plain(note, LONGEST_NOTE))}</li>" for note in notes)
    return NotebookNode(
        id=ABOUT,
        cell_type="markdown",
        # The notes may repeat what a student wrote, so that pages treat the cell as theirs.
        metadata=NotebookNode(autograder=NotebookNode(own=False)),
        source=f"**About the grading: {status}**\n\n<ul>{lines}</ul>",
    )


def write_judgement(folder: Path, statuses: dict[str, dict[str, Any]]) -> None:
    """Keep the status and the notes of each notebook beside the graded notebooks.

    What is kept of other notebooks stays.
    """
    shown = {
        name: one | {"notes": [plain(note, LONGEST_NOTE) for note in one["notes"]]}
        for name, one in statuses.items()
    }
    text = json.dumps(read_judgement(folder) | shown, indent=1, ensure_ascii=False)
    # nbgrader makes what it has graded read-only.
    (folder / JUDGEMENT).unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / JUDGEMENT).write_text(text + "\n", encoding="utf-8")


def read_judgement(folder: Path) -> dict[str, dict[str, Any]]:
    """What `write_judgement` kept, by notebook; empty where it kept nothing."""
    path = folder / JUDGEMENT
    if not path.is_file():
        return {}
    try:
        kept: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return {}  # a machine that lost its power kept the name and not the text
    return kept
