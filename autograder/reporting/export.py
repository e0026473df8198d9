"""Exports points as nbgrader does, and says which of them are not final."""

from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin


class CsvExport(CsvExportPlugin):
    """nbgrader's CSV, with a word on cells that count nothing until a person has graded them."""

    def export(self, gradebook: Gradebook) -> None:
        super().export(gradebook)
        cells = {
            submission.student.id: sum(
                grade.needs_manual_grade and grade.manual_score is None
                for notebook in submission.notebooks
                for grade in notebook.grades
            )
            for assignment in gradebook.assignments
            if not self.assignment or assignment.name in self.assignment
            for submission in assignment.submissions
            if not self.student or submission.student.id in map(str, self.student)
        }
        waiting = [f"{student} ({count})" for student, count in sorted(cells.items()) if count]
        if waiting:
            self.log.warning(
                "cells that no person has graded yet count 0 in what was exported: %s; "
                "see `autograder report`",
                ", ".join(waiting),
            )
