"""What two graders left behind, in a form that can be compared."""

import json
from pathlib import Path

import nbformat
from nbgrader.api import Comment, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook

from autograder.checking.verdict import MIME_TYPE
from autograder.course import Assignment


def gradebook_of(url: str) -> dict:
    """All that a gradebook says of submissions."""
    with Gradebook(url) as gradebook:
        grades = {
            (one.student.id, one.notebook.name, one.name): (
                one.auto_score,
                one.manual_score,
                one.needs_manual_grade,
            )
            for one in gradebook.db.query(Grade)
        }
        comments = {
            (one.student.id, one.notebook.name, one.name): one.auto_comment
            for one in gradebook.db.query(Comment)
        }
        penalties = {
            (one.student.id, one.name): one.late_submission_penalty
            for one in gradebook.db.query(SubmittedNotebook)
        }
        submissions = [
            (one.student_id, one.timestamp) for one in gradebook.db.query(SubmittedAssignment)
        ]
    assert len(submissions) == len({student for student, _ in submissions}), "one is there twice"
    return {
        "grades": grades,
        "comments": comments,
        "penalties": penalties,
        "submissions": sorted(submissions),
    }


def folders_of(assignment: Assignment) -> dict:
    """Graded notebooks with their verdicts, and judgements, by their paths below autograded/."""
    top = assignment.course.root / "autograded"
    return {
        path.relative_to(top).as_posix(): _content(path)
        for path in sorted(top.rglob("*"))
        if path.suffix in (".ipynb", ".json")
    }


def _content(path: Path) -> object:
    if path.suffix == ".json":
        return json.loads(path.read_text())
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return [
        (
            cell.id,
            cell.source,
            cell.metadata.get("nbgrader"),  # the rest says when the cell was run
            # What else a cell shows may name its process, or hold a random number.
            [one.data for one in cell.get("outputs", []) if MIME_TYPE in one.get("data", {})],
        )
        for cell in notebook.cells
    ]
