"""`autograder grade --exercise`: after a check was mended, one exercise is judged again for all."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from rich.table import Table
from rich.text import Text

from autograder.checking.verdict import MIME_TYPE
from autograder.course import CourseError
from autograder.grading.due import Due, fingerprint, is_due
from autograder.grading.grade import ClassGrader
from autograder.judging.judge import Judge
from autograder.judging.judgement import Judged, Judgement
from autograder.judging.record import read_judgement, say_about_grading, tested_function
from autograder.text import plain


@dataclass(frozen=True)
class Change:
    """The points of one student before and after; `by_hand` are those that a person gave."""

    student: str
    before: float | None
    after: float | None
    by_hand: float | None


class ExerciseGrader(ClassGrader):
    """Judges one exercise of what is graded already, and changes nothing else."""

    def convert_notebooks(self) -> None:
        self.changes: list[Change] = []
        super().convert_notebooks()
        if self.changes:
            self.console.print(self._table())

    def init_notebooks(self) -> None:
        self.name, self.test = self._find(self.judge)
        wanted = self.coursedir.notebook_id
        if not fnmatchcase(self.name, wanted):
            raise CourseError(f"{self.exercise} is an exercise of {self.name}, not of {wanted}")
        self.coursedir.notebook_id = self.name
        super().init_notebooks()

    def _find(self, judge: Judge) -> tuple[str, str]:
        """The notebook of the exercise, and the grade id of its test."""
        known = []
        for name, notebook in judge.notebooks.items():
            for cell in notebook.source.cells:
                tested = tested_function(cell)
                if tested:
                    known.append(tested)
                if tested == self.exercise:
                    return name, cell.metadata.nbgrader.grade_id
        raise CourseError(f"no exercise is called {self.exercise}; there are {', '.join(known)}")

    def due(self) -> list[Due]:
        """The submissions whose notebook is graded, and has not changed since."""
        found = []
        recorded = self.records.students()
        for place, student in sorted(self.students.items()):
            source = Path(place)
            known = fingerprint(source)
            graded = self.records.graded(student)
            before = read_judgement(graded).get(self.name)
            if before is None or student not in recorded:
                self.left_out.append(student)
                self.say(f"{student}: not graded yet, so it is left out here")
            elif is_due(graded, [self.name], known):
                self.say(
                    f"{student}: handed in anew, or to be graded again, so it is left out here"
                )
            elif (graded / f"{self.name}.ipynb").exists() and before["status"] != "unreadable":
                found.append(Due(student, source, known))
        return found

    def record(self, one: Due, judgement: Judgement) -> Judgement | None:
        """Record the verdict on the exercise in its place among the others."""
        judged = judgement.notebooks[self.name]
        if judged.points.get(self.test) is None or judged.notebook is None:
            reason = judged.notes[-1] if judged.notes else judged.status
            self.left.append(f"{one.student}, {self.name}")
            self.say(f"{one.student}: points are as they were, since it was not judged ({reason})")
            return judgement
        before, by_hand = self.records.points(one.student, self.name, self.test)
        graded = self.records.graded(one.student)
        merged = self._merged(graded, judged, judged.notebook)
        recorded = super().record(one, Judgement({self.name: merged}))
        if recorded:
            after = judged.points[self.test]
            self.changes.append(Change(one.student, before, after, by_hand))
        return recorded

    def _merged(self, graded: Path, judged: Judged, new: NotebookNode) -> Judged:
        """The notebook as it was graded, with the verdict on the exercise in the new one."""
        notebook = nbformat.read(graded / f"{self.name}.ipynb", as_version=4)
        _cell(notebook, self.test).outputs = _cell(new, self.test).outputs
        before = read_judgement(graded)[self.name]
        notes = [note for note in before["notes"] if not note.startswith(f"`{self.exercise}`, ")]
        status = before["status"]
        if status == "not judged" and not any(map(_waits, notebook.cells)):
            status = "graded"
        say_about_grading(notebook, status, notes)
        points = {self.test: judged.points[self.test]}
        reasons = {self.test: judged.reasons[self.test]}
        file = before["file"]
        return Judged(status, notes, file, notebook, points, reasons, judged.untouched)

    def _table(self) -> Table:
        moved = sum(change.before != change.after for change in self.changes)
        table = Table(
            title=f"Points for {self.exercise}",
            caption=f"changed for {moved} of {len(self.changes)}",
        )
        table.add_column("student")
        for column in ("before", "now", "by hand, which counts"):
            table.add_column(column, justify="right")
        for change in sorted(self.changes, key=lambda change: change.student):
            points = (change.before, change.after, change.by_hand)
            shown = ["–" if value is None else f"{value:g}" for value in points]
            style = "bold" if change.before != change.after else None
            table.add_row(Text(plain(change.student)), *shown, style=style)
        return table


def _cell(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    cells: list[NotebookNode] = notebook.cells
    return next(
        cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )


def _waits(cell: NotebookNode) -> bool:
    """Whether a cell shows a verdict that was not reached."""
    return any(
        not output.get("data", {}).get(MIME_TYPE, {}).get("is_reached", True)
        for output in cell.get("outputs", [])
    )
