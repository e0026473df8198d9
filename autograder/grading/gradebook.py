"""What goes into nbgrader's gradebook: points that rest on verdicts, and a lock for others."""

import json

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades

from autograder.judging.record import is_judged, tested_function

# No kernel has this name. An nbgrader that grades without the course's configuration gives it to
# every submission, looks for the kernel, finds none and runs nothing. As it has no `display_name`,
# the notebook is not valid either, which stops those who grade without running.
NO_KERNEL = "none-grade-with-the-nbgrader-of-the-course-see-make-setup"


class LockForOthers(NbGraderPreprocessor):
    """Enters for each notebook of the course a kernel that does not exist.

    Students' notebooks are not changed, and the judge does not ask the gradebook for a kernel.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(names["notebook"], names["assignment"])
            notebook.kernelspec = json.dumps({"name": NO_KERNEL, "language": "python"})
            gradebook.db.commit()
        return nb, resources


class SaveVerdicts(SaveAutoGrades):
    """Enters the points of verdicts. A test cell without one waits for a person."""

    def _add_score(self, cell: NotebookNode, resources: dict) -> None:
        super()._add_score(cell, resources)
        if tested_function(cell) and not is_judged(cell):
            grade = self.gradebook.find_grade(
                cell.metadata.nbgrader.grade_id,
                self.notebook_id,
                self.assignment_id,
                self.student_id,
            )
            leave_to_a_person(grade)
            self.gradebook.db.commit()


def leave_to_a_person(grade) -> None:
    """Let formgrader ask for the points of a cell, unless somebody has given them."""
    grade.auto_score = None
    grade.needs_manual_grade = True
