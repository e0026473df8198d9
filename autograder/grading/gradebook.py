"""What goes into nbgrader's gradebook: points that rest on verdicts, and a lock for others."""

import json
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Grade, Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

# No kernel has this name. An nbgrader that grades without the course's configuration gives it to
# every submission, looks for the kernel, finds none and runs nothing. As it has no `display_name`,
# the notebook is not valid either, which stops those who grade without running.
NO_KERNEL = "none-grade-with-the-nbgrader-of-the-course-see-make-setup"


class LockForOthers(NbGraderPreprocessor):
    """Enters for each notebook of the course a kernel that does not exist.

    Students' notebooks are not changed, and the judge does not ask the gradebook for a kernel.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(names["notebook"], names["assignment"])
            notebook.kernelspec = json.dumps({"name": NO_KERNEL, "language": "python"})
            gradebook.db.commit()
        return nb, resources


def enter_points(grade: Grade, points: float | None) -> None:
    """Enter the points of a cell, or None where a person is to give them.

    What a person gave before stays, and is to be looked at again, as nbgrader has it.
    """
    grade.auto_score = points
    grade.needs_manual_grade = points is None or grade.manual_score is not None


def leave_to_a_person(grade: Grade) -> None:
    """Let formgrader ask for the points of a cell, unless somebody has given them."""
    grade.auto_score = None
    grade.needs_manual_grade = True
