"""Points for Canvas: a file that its gradebook imports.

The rules are those of `lib/gradebook_importer.rb` in instructure/canvas-lms: the first columns are
Student, ID, SIS Login ID and Section; an assignment's column is called `Title (id)`; a line whose
first cell holds "Points Possible" describes the assignments. A student is found by ID, else by SIS
Login ID, else by name. An empty cell changes nothing.
"""

import re
from pathlib import Path

from nbgrader.api import Gradebook
from traitlets import Unicode

from autograder.course import CourseError
from autograder.reporting.exporters.base import ResultsExport, cell, number, write_csv
from autograder.reporting.results import StudentResult
from autograder.text import plain

COLUMNS = ("Student", "ID", "SIS Login ID", "Section")
# The importer takes a column with these words in its name for something else.
RESERVED = re.compile(r"(Current|Final|Override) (Score|Points|Grade|Status)")


class CanvasExport(ResultsExport):
    """A CSV file that the gradebook of Canvas imports."""

    title = Unicode("", help="what Canvas calls the assignment; as nbgrader, if empty").tag(
        config=True
    )
    canvas_id = Unicode("", help="number of the assignment in its address in Canvas").tag(
        config=True
    )

    def write(self, gradebook: Gradebook) -> None:
        results = self.one_results(gradebook)
        title = plain(self.title or results.assignment)
        if RESERVED.search(title) or (self.canvas_id and not self.canvas_id.isdecimal()):
            raise CourseError(
                f"Canvas cannot import a column {title} ({self.canvas_id}): the title may hold no "
                "'Current Score' or the like, and the number of an assignment is digits only"
            )
        if self.canvas_id:
            title = f"{title} ({self.canvas_id})"
        else:
            self.log.warning(
                "without --CanvasExport.canvas_id=NUMBER Canvas looks for an assignment that is "
                "called exactly %s, and offers to make one where there is none",
                title,
            )
        target = Path(self.to or f"{results.assignment}-canvas.csv")
        rows = [_row(student) for student in results.students]
        possible = ["    Points Possible", "", "", "", number(results.maximum)]
        write_csv(target, [[*COLUMNS, title], possible, *rows])
        self.log.info("exported to %s", target)


def _row(student: StudentResult) -> list[str]:
    name = ", ".join(filter(None, (student.last_name, student.first_name))) or student.student
    known = student.lms_id if student.lms_id.isdecimal() else ""
    points = "" if student.is_absent else number(student.points)
    return [cell(name), known, cell(student.student), "", points]
