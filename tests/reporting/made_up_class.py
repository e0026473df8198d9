"""A class that never was: a course with two essays, its gradebook, and graded notebooks.

Nothing is run and nothing is judged, so that a class of hundreds takes a few seconds.
"""

import base64
import io
import random
from datetime import datetime
from pathlib import Path

import nbformat
import numpy as np
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from PIL import Image

from autograder.grading.installing import find_own_programs

ASSIGNMENT = "homework"
NOTEBOOK = "1_averages"
MEDIAN, PROOF = "median_or_mean", "variance_proof"
ESSAYS = {MEDIAN: 3.0, PROOF: 2.0}  # points

CONFIG = """
from pathlib import Path
c = get_config()
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.autograded_directory = "judged"
c.CourseDirectory.directory_structure = "{nbgrader_step}/{assignment_id}/{student_id}"
"""
QUESTIONS = {
    MEDIAN: r"""## Which average?

When is the median the better average, and what is $\bar x$ moved by one outlier?

<!-- BEGIN MARK SCHEME -->
**Mark scheme.** 3 points.

- **[1] Outliers.** 1: an outlier moves the mean without bound. ½: "it is robust". 0: neither.
- **[1] The formula.** 1: $\bar x$ moves by $\delta / n$, and a longer text
  that goes on. ½: a slip.
- **[1] An example.** 1: one with numbers. 0: none.

*2 points (1, 1, 0).* "The mean moves by δ/n."
<!-- END MARK SCHEME -->""",
    PROOF: r"""## A proof

Show that $\operatorname{Var} X = \mathbb E X^2 - (\mathbb E X)^2$.

<!-- BEGIN MARK SCHEME -->
2 points, as you see fit.
<!-- END MARK SCHEME -->""",
}
SENTENCES = (
    r"An outlier moves the mean as far as it likes, since $\bar x = \frac1n \sum_i x_i$.",
    r"The median stays where it is: half of the values lie on each side.",
    r"Adding $\delta$ to one value moves $\bar x$ by $\delta / n$.",
    r"In my plot the red line moves to the right and the blue one does not.",
    r"With incomes of 1, 2, 3 and 1,000 the mean is 251.5 and the median 2.5.",
    r"$$\begin{aligned} \bar x' &= \frac{1}{n}\sum_i x_i + \frac{\delta}{n} \\ &= \bar x + "
    r"\frac{\delta}{n} \end{aligned}$$",
    r"I would take the mean where all values count, and the median where some are wrong.",
)
LAZY = "The median is robust."  # what several students write


def make_class(root: Path, students: int, db_url: str = "", pixels: int = 30) -> None:
    """Fill a folder with a course, and its gradebook with a class whose essays wait to be read.

    Every seventh student writes the same, the last leaves all as released. `pixels` is the width
    of the one figure of each notebook.
    """
    root.mkdir(parents=True, exist_ok=True)
    config = CONFIG + (f"c.CourseDirectory.db_url = {db_url!r}\n" if db_url else "")
    (root / "nbgrader_config.py").write_text(config)
    write(root / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", source())
    draw = random.Random(0)
    for number in range(students):
        notebook = graded(essay_text(number, students, draw), draw, pixels)
        write(notebook_path(root, student(number)), notebook)
    fill_gradebook(db_url or f"sqlite:///{root / 'gradebook.db'}", students)


def notebook_path(root: Path, student: str) -> Path:
    """Where a graded notebook lies: elsewhere than by default, as nbgrader can be told."""
    return root / "judged" / ASSIGNMENT / student / f"{NOTEBOOK}.ipynb"


def student(number: int) -> str:
    return f"student-{number:04}"


def essay_text(number: int, students: int, draw: random.Random) -> str:
    if number == students - 1:
        return "*Write your answer here.*"
    if number % 7 == 3:
        return LAZY
    chosen = draw.sample(SENTENCES, k=draw.randint(2, len(SENTENCES)))
    return "\n\n".join((*chosen, f"That is my answer, in {number + 2} words."))


def essay_cell(name: str, text: str) -> NotebookNode:
    described = {"grade_id": name, "solution": True, "grade": True, "points": ESSAYS[name]}
    return new_markdown_cell(text, metadata={"nbgrader": described})


def question_cell(name: str) -> NotebookNode:
    described = {"grade_id": f"{name}_question", "solution": False, "grade": False}
    return new_markdown_cell(QUESTIONS[name], metadata={"nbgrader": described})


def source() -> NotebookNode:
    answers = {
        name: f"<!-- BEGIN SOLUTION -->\nModel: ${name[0]}^2$\n<!-- END SOLUTION -->"
        for name in ESSAYS
    }
    cells = [
        cell for name in ESSAYS for cell in (question_cell(name), essay_cell(name, answers[name]))
    ]
    return new_notebook(cells=cells)


def graded(text: str, draw: random.Random, pixels: int) -> NotebookNode:
    outputs = [
        new_output("stream", text="the mean is 251.5\n"),
        new_output("display_data", data={"image/png": picture(draw, pixels), "text/plain": "fig"}),
        new_output(
            "display_data",
            data={"text/html": "<b>a table</b><script>document.title='hacked'</script>"},
        ),
    ]
    plot = new_code_cell("plot(values)", outputs=outputs)
    return new_notebook(
        cells=[
            plot,
            question_cell(MEDIAN),
            essay_cell(MEDIAN, text),
            question_cell(PROOF),
            essay_cell(PROOF, text),
        ]
    )


def picture(draw: random.Random, pixels: int) -> str:
    noise = np.random.default_rng(draw.randrange(2**32)).integers(0, 255, (pixels, pixels, 3))
    file = io.BytesIO()
    Image.fromarray(noise.astype("uint8")).save(file, format="png")
    return base64.b64encode(file.getvalue()).decode()


def write(path: Path, notebook: NotebookNode) -> None:
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)


def fill_gradebook(db_url: str, students: int) -> None:
    find_own_programs()  # nbgrader starts alembic for a new gradebook
    with Gradebook(db_url) as gradebook:
        gradebook.add_assignment(ASSIGNMENT)
        gradebook.add_notebook(NOTEBOOK, ASSIGNMENT)
        for name, points in ESSAYS.items():
            gradebook.add_grade_cell(
                name, NOTEBOOK, ASSIGNMENT, max_score=points, cell_type="markdown"
            )
            gradebook.add_solution_cell(name, NOTEBOOK, ASSIGNMENT)
        # A cell that is tested is no essay.
        gradebook.add_grade_cell("test_mean", NOTEBOOK, ASSIGNMENT, max_score=1, cell_type="code")
        for number in range(students):
            gradebook.add_student(student(number), first_name="Ada", last_name=f"Nr. {number}")
            gradebook.add_submission(ASSIGNMENT, student(number), timestamp=datetime(2026, 1, 1))
        for grade in (
            gradebook.find_submission(ASSIGNMENT, student(students - 1)).notebooks[0].grades
        ):
            grade.auto_score, grade.needs_manual_grade = 0.0, False
        gradebook.db.commit()
