"""Reads of graded notebooks why points were lost, and what became of a submission."""

import json
import shlex
from functools import cached_property
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory

from autograder.checking.verdict import MIME_TYPE
from autograder.judging.record import BY_HAND, read_judgement
from autograder.reporting.results import Exercise, NotebookResult


class GradedFolder:
    """What the judge left of one student's submission."""

    def __init__(self, coursedir: CourseDirectory, student: str) -> None:
        self.student, self.assignment = student, coursedir.assignment_id
        step = coursedir.autograded_directory
        self.folder = Path(coursedir.format_path(step, student, coursedir.assignment_id))
        step = coursedir.submitted_directory
        self.submitted = Path(coursedir.format_path(step, student, coursedir.assignment_id))
        self.cells: dict[str, dict[str, Any]] = {}

    @cached_property
    def judgement(self) -> dict[str, dict[str, Any]]:
        return read_judgement(self.folder)

    @property
    def was_handed_in(self) -> bool:
        """Whether there is anything of this student's, graded or not."""
        return self.folder.is_dir() or self.submitted.is_dir()

    def path(self, notebook: str) -> Path:
        return self.folder / f"{notebook}.ipynb"

    def all_cells(self, notebook: str) -> list[dict[str, Any]]:
        """The cells of a graded notebook; none where there is none."""
        return all_cells(self.path(notebook))

    def notebooks(self, names: list[str], waiting: set[str]) -> list[NotebookResult]:
        """What became of each notebook, in words of the judge's; tests of some are `waiting`."""
        found = []
        for name in names:
            judged = self.judgement.get(name, {})
            path = self.path(name)
            status = judged.get("status", "graded" if path.is_file() else "not graded")
            if status == "not judged" and name not in waiting:
                status = BY_HAND
            found.append(
                NotebookResult(
                    name,
                    status,
                    tuple(judged.get("notes", ())),
                    judged.get("file"),
                    path if path.is_file() else None,
                )
            )
        return found

    def waits_for_a_person(self, notebook: str) -> bool:
        """Whether a person can give points: what was not handed in waits for nobody."""
        status = self.judgement.get(notebook, {}).get("status")
        return status == "not judged" or (self.path(notebook).is_file() and status != "unreadable")

    def reasons(self, exercise: Exercise, waits: bool, by_hand: bool) -> tuple[str, ...]:
        """Why a cell earned less than its maximum."""
        if by_hand and self._was_left_to_a_person(exercise):
            return ("given by hand",)
        absent = self._why_absent(exercise.notebook)
        if absent:
            return (absent,)
        cell = self._cells(exercise.notebook).get(exercise.grade_id)
        if cell is None:
            return ("the graded notebook lacks this cell",)
        if exercise.by_hand:
            if waits:
                return ("waits to be read",)
            return ("given by hand",) if by_hand else ("left as released",)
        items = verdict_items(cell)
        if items is None:
            return ("the test reached no verdict",)
        return tuple(dict.fromkeys(item["reason"] for item in items if item["reason"]))

    def _was_left_to_a_person(self, exercise: Exercise) -> bool:
        """Whether the judge reached no verdict on a cell, through no fault of the student's."""
        if self.judgement.get(exercise.notebook, {}).get("status") != "not judged":
            return False
        verdict = shown_verdict(self._cells(exercise.notebook).get(exercise.grade_id, {}))
        return verdict is None or not verdict.get("is_reached", True)

    def _why_absent(self, notebook: str) -> str:
        judged = self.judgement.get(notebook)
        if judged and judged["status"] == "unreadable":
            return f"the notebook cannot be read: {judged['notes'][0]}"
        if self.path(notebook).is_file():
            return ""
        if judged and judged["notes"]:
            return str(judged["notes"][0])
        return (
            f"{notebook} is not graded; see what `nbgrader autograde {self.assignment} "
            f"--student={shlex.quote(self.student)} --force` says"
        )

    def _cells(self, notebook: str) -> dict[str, Any]:
        """The cells of a graded notebook by grade id."""
        if notebook not in self.cells:
            self.cells[notebook] = nbgrader_cells(self.path(notebook))
        return self.cells[notebook]


def nbgrader_cells(path: Path) -> dict[str, Any]:
    """The cells of a notebook by grade id, in their order; none where it does not exist."""
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: cell
        for cell in all_cells(path)
        if "nbgrader" in cell["metadata"]
    }


def all_cells(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook; none where it does not exist."""
    if not path.is_file():
        return []
    # nbformat would validate what the judge has written, which takes three times as long.
    cells: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return cells


def verdict_items(cell: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The items of the verdict that a test cell shows; None where it shows none."""
    verdict = shown_verdict(cell)
    return None if verdict is None else verdict["items"]


def shown_verdict(cell: dict[str, Any]) -> dict[str, Any] | None:
    """The verdict that a test cell shows; None where it shows none."""
    for output in cell.get("outputs", ()):
        if MIME_TYPE in output.get("data", {}):
            verdict: dict[str, Any] = output["data"][MIME_TYPE]
            return verdict
    return None


def order_of_cells(coursedir: CourseDirectory, notebooks: list[str]) -> dict[str, list[str]]:
    """The grade ids of an assignment's notebooks, as they stand in the instructors' version."""
    source = coursedir.format_path(coursedir.source_directory, ".", coursedir.assignment_id)
    return {name: list(nbgrader_cells(Path(source, f"{name}.ipynb"))) for name in notebooks}
