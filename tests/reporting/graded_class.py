"""A class that never was, as the judge and nbgrader leave one; nothing is run."""

import json
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader import api
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from autograder.checking.verdict import Item, Verdict
from autograder.course import Course
from autograder.grading.installing import find_own_programs
from autograder.judging.record import show_verdict, write_judgement
from autograder.reporting.course_settings import course_directory

ASSIGNMENT = "homework"
DUE = datetime(2026, 3, 2, 12)
CONFIG = """
from pathlib import Path
from autograder.reporting.pages import feedback

c = get_config()
feedback.install(c)
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.db_url = {url!r}
c.CourseDirectory.course_id = 'made-up'
"""
FUNCTIONS = {"1_means": ("mean", "median"), "2_spread": ("variance", "quartiles")}
POINTS = 5.0
ESSAY, ESSAY_NOTEBOOK, ESSAY_POINTS = "robust", "2_spread", 4.0
TOTAL = 4 * POINTS + ESSAY_POINTS
WRONG = {
    "mean": "the mean of an empty list is no number",
    "median": "of an even number of values it takes the upper one",
    "variance": "it divides by n - 1",
    "quartiles": "the code raised IndexError: list index out of range",
}
PICTURE = 'A "red" dot.'  # in words
DOT = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)


@dataclass
class Known:
    """What a student is to have: points by function, of the essay (None where unread), a status."""

    points: dict[str, float]
    essay: float | None = 2.0
    status: str = "graded"
    notes: tuple[str, ...] = ()
    handed_in: datetime | None = DUE - timedelta(hours=5)
    penalty: float = 0.0
    comment: str = ""
    first_name: str = ""
    last_name: str = ""
    lms_id: str = ""
    email: str = ""


def drawn(number: int) -> dict[str, Known]:
    """Students by name, of all kinds, from a fixed seed."""
    draw = random.Random(7)
    found = {}
    for index in range(number):
        skill = draw.betavariate(3, 1.5)
        points = {
            name: POINTS * min(1.0, round(2 * skill + draw.uniform(-0.8, 0.8)) / 2)
            for names in FUNCTIONS.values()
            for name in names
        }
        kind = draw.random()
        status = "crashed" if kind < 0.02 else "timed out" if kind < 0.04 else "graded"
        notes = ("1_means was taken from my work.ipynb, by its content",) if kind > 0.9 else ()
        hours = draw.uniform(-96, 4)
        found[f"student{index:03d}"] = Known(
            {name: max(0.0, value) for name, value in points.items()},
            None if kind < 0.3 else float(draw.choice((0, 1, 2, 3, 4))),
            status,
            notes,
            DUE + timedelta(hours=hours),
            1.0 if hours > 0 else 0.0,
            first_name=draw.choice(("Ada", "Alan", "Émilie", "Grace", "Łukasz", "Zoë")),
            last_name=f"Nobody {index}",
        )
    return found


def make_class(
    root: Path, students: dict[str, Known], absent: tuple[str, ...] = (), db_url: str = ""
) -> Course:
    """A course in a new folder, whose gradebook holds these students."""
    root.mkdir(parents=True)
    url = db_url or f"sqlite:///{root / 'gradebook.db'}"
    (root / "nbgrader_config.py").write_text(CONFIG.format(url=url))
    course = Course(root)
    coursedir = course_directory(course, ASSIGNMENT)
    for name in FUNCTIONS:
        _write(Path(root, "source", ASSIGNMENT, f"{name}.ipynb"), _notebook(name))
    find_own_programs()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        _enter_assignment(gradebook)
        _enter_students(gradebook, students)
        for student in absent:
            gradebook.add_student(student, first_name="Nemo", last_name=student)
    for student, known in students.items():
        write_graded(coursedir, student, known)
    return course


def _notebook(name: str) -> NotebookNode:
    """An instructor's notebook: the functions with their tests, and the essay."""
    cells = [new_markdown_cell(f"# {name}\n\nAs $\\bar x = \\frac{{1}}{{n}}\\sum_i x_i$.")]
    for function in FUNCTIONS[name]:
        answer = _header(grade_id=function, solution=True)
        test = _header(grade_id=f"test_{function}", grade=True, points=POINTS, locked=True)
        cells.append(new_markdown_cell(f"## {function}"))
        cells.append(new_code_cell(f"def {function}(x):\n    return 0", metadata=answer))
        cells.append(new_code_cell(f"check({function})", metadata=test))
    if name == ESSAY_NOTEBOOK:
        essay = _header(grade_id=ESSAY, solution=True, grade=True, points=ESSAY_POINTS)
        cells.append(new_markdown_cell("## Why is the median robust?"))
        cells.append(
            new_markdown_cell("Since half of the values lie on each side.", metadata=essay)
        )
    return new_notebook(cells=cells)


def _header(**values: object) -> dict:
    known = {"schema_version": 3, "grade": False, "solution": False, "task": False, "locked": False}
    return {"nbgrader": known | values}


def _enter_assignment(gradebook: Gradebook) -> None:
    gradebook.update_or_create_assignment(ASSIGNMENT, duedate=DUE.isoformat())
    for notebook, functions in FUNCTIONS.items():
        gradebook.add_notebook(notebook, ASSIGNMENT)
        for function in functions:
            gradebook.add_solution_cell(function, notebook, ASSIGNMENT)
            gradebook.add_grade_cell(
                f"test_{function}", notebook, ASSIGNMENT, max_score=POINTS, cell_type="code"
            )
    gradebook.add_solution_cell(ESSAY, ESSAY_NOTEBOOK, ASSIGNMENT)
    gradebook.add_grade_cell(
        ESSAY, ESSAY_NOTEBOOK, ASSIGNMENT, max_score=ESSAY_POINTS, cell_type="markdown"
    )


def _enter_students(gradebook: Gradebook, students: dict[str, Known]) -> None:
    """Enter all in one transaction, which nbgrader's own functions would not."""
    assignment = gradebook.find_assignment(ASSIGNMENT)
    for name, known in students.items():
        with gradebook.db.no_autoflush:
            _enter_student(gradebook, assignment, name, known)
    gradebook.db.commit()


def _enter_student(gradebook: Gradebook, assignment, name: str, known: Known) -> None:
    student = api.Student(
        id=name,
        first_name=known.first_name,
        last_name=known.last_name,
        lms_user_id=known.lms_id,
        email=known.email,
    )
    submission = api.SubmittedAssignment(
        assignment=assignment, student=student, timestamp=known.handed_in
    )
    gradebook.db.add(submission)
    for notebook in assignment.notebooks:
        gradebook.db.add(_submitted(notebook, submission, known))


def _submitted(notebook, submission, known: Known) -> api.SubmittedNotebook:
    submitted = api.SubmittedNotebook(notebook=notebook, assignment=submission)
    is_last = notebook.name == ESSAY_NOTEBOOK
    submitted.late_submission_penalty = (known.penalty or None) if is_last else None
    for cell in notebook.solution_cells:
        comment = known.comment if cell.name == ESSAY else None
        api.Comment(cell_id=cell.id, notebook=submitted, manual_comment=comment or None)
    for cell in notebook.grade_cells:
        grade = api.Grade(cell_id=cell.id, notebook=submitted)
        if cell.name == ESSAY:
            grade.manual_score = known.essay
            grade.needs_manual_grade = known.essay is None
        else:
            grade.auto_score = known.points[cell.name.removeprefix("test_")]
            grade.needs_manual_grade = False
    return submitted


def write_graded(coursedir: CourseDirectory, student: str, known: Known) -> None:
    """Lay down what the judge would: graded notebooks and what became of each."""
    step = coursedir.autograded_directory
    folder = Path(coursedir.format_path(step, student, ASSIGNMENT))
    judgement = {}
    for name in FUNCTIONS:
        notebook = _notebook(name)
        for cell in notebook.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            if grade_id.startswith("test_"):
                function = grade_id.removeprefix("test_")
                show_verdict(cell, _verdict(function, known.points[function]))
        described = {"image/png": {"alt": PICTURE}}
        plot = new_output("display_data", data={"image/png": DOT}, metadata=described)
        own = new_code_cell("plot()", outputs=[plot], metadata={"autograder": {"own": True}})
        notebook.cells.append(own)
        _write(folder / f"{name}.ipynb", notebook)
        is_first = name == next(iter(FUNCTIONS))
        judgement[name] = {
            "status": known.status if is_first else "graded",
            "file": f"{name}.ipynb",
            "notes": list(known.notes) if is_first else [],
        }
    write_judgement(folder, judgement)


def _verdict(name: str, points: float) -> Verdict:
    lost = POINTS - points
    items = [Item("right values", points, points)] if points else []
    return Verdict(name, [*items, Item("odd cases", lost, 0, WRONG[name])] if lost else items)


def _write(path: Path, notebook: NotebookNode) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(nbformat.from_dict(notebook)), encoding="utf-8")
