"""Submissions through the real nbgrader: points cell by cell, feedback and the report."""

import shutil
from io import StringIO
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import notebook_hash
from rich.console import Console

from autograder.course import Course
from autograder.fairness.answers import AnswerSheet, submit
from autograder.reporting.reading_results import read_results
from autograder.reporting.report.terminal import print_report
from tests.conftest import (
    ASSIGNMENT,
    SHEETS,
    autoencoders,
    build_without_demonstrations,
    copy_build,
    copy_course,
    known_answer,
    needs_sandbox,
    run_nbgrader,
    selected,
)
from tests.grades import read_grades

pytestmark = needs_sandbox

# Whole students, and a mistake in each notebook; exercises/*/answers.py have all the others.
MISTAKES = (
    "encoder/linear_code",
    "cross_entropy/one_where",
    "xavier_init/inputs_alone",
    "deep_encoder/two_layers",
    "kl/wrong_way_round",
    "kl_to_standard_normal/one_number_for_the_batch",
)
STUDENTS = SHEETS | {sheet.student: sheet for sheet in map(known_answer, MISTAKES)}


def concerned(course: Course, sheet: AnswerSheet) -> set[str]:
    """The notebooks that a sheet has answers for; all of them if it has none or many."""
    if sheet.notebook:
        return {sheet.notebook}
    names = {
        path.stem
        for path in autoencoders(course).release.glob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") in sheet.answers
    }
    return (
        names
        if len(sheet.answers) == 1
        else {p.stem for p in autoencoders(course).release.glob("*.ipynb")}
    )


@pytest.fixture(scope="module")
def graded(tmp_path_factory, request) -> Course:
    """A course in which every selected example student has handed in, graded by nbgrader."""
    course = copy_course(tmp_path_factory.mktemp("graded") / "course")
    copy_build(course)
    for sheet in selected(STUDENTS, request).values():
        submit(autoencoders(course), sheet)
        for path in autoencoders(course).submission(sheet.student).glob("*.ipynb"):
            if path.stem not in concerned(course, sheet):
                path.unlink()  # a single mistake is graded in its own notebook only
    run_nbgrader(course, "autograde", ASSIGNMENT)
    return course


@pytest.fixture(scope="module")
def grades(graded) -> list:
    return read_grades(autoencoders(graded))


@pytest.mark.parametrize("student", STUDENTS)
def test_points_cell_by_cell(graded, grades, student):
    sheet = STUDENTS[student]
    handed_in = concerned(graded, sheet)
    mine = [g for g in grades if g.student == student and g.notebook in handed_in]
    assert mine
    expected, found = {}, {}
    for grade in mine:
        answer = sheet.answers.get(grade.grade_id.removeprefix("test_"))
        if not grade.grade_id.startswith("test_"):  # an essay, which waits for a TA
            points = 0
        elif answer:
            points = grade.maximum if answer.points is None else answer.points
        else:
            points = grade.maximum if sheet.base == "model" else 0
        expected[grade.grade_id], found[grade.grade_id] = points, grade.points
    assert found == expected


@pytest.mark.parametrize("student", STUDENTS)
def test_every_lost_point_has_a_reason(grades, student):
    for grade in grades:
        if grade.student == student and grade.points < grade.maximum:
            assert grade.reasons, grade.grade_id
            answer = STUDENTS[student].answers.get(grade.grade_id.removeprefix("test_"))
            if answer and answer.reason:
                assert answer.reason in grade.reasons[0]


def test_an_essay_waits_for_a_ta_unless_it_was_left_as_released(grades):
    essays = [g for g in grades if not g.grade_id.startswith("test_")]
    waiting = {g.grade_id for g in essays if g.student == "model" and g.needs_reading}
    assert waiting == {g.grade_id for g in essays}
    assert not any(g.needs_reading or g.points for g in essays if g.student == "untouched")


def test_the_report_shows_every_student_with_points_and_reasons(graded):
    console = Console(record=True, width=200, file=StringIO())
    print_report(read_results(graded, ASSIGNMENT), console)
    text = console.export_text()
    for student in STUDENTS:
        assert student in text
    assert "the last layer of the encoder has no sigmoid" in text


def test_a_second_run_grades_nothing_again(graded):
    messages = run_nbgrader(graded, "autograde", ASSIGNMENT)
    assert messages.count("Skipping existing assignment") == len(STUDENTS)
    assert "Autograding" not in messages


def test_feedback_shows_reasons_and_neither_hidden_tests_nor_mark_schemes(graded):
    for student in ("encoder_linear_code", "untouched", "model"):
        run_nbgrader(graded, "generate_feedback", ASSIGNMENT, "--student", student)
    pages = {path: path.read_text() for path in graded.root.glob("feedback/*/*/*.html")}
    assert {path.stem for path in pages} == {
        path.stem for path in autoencoders(graded).release.glob("*.ipynb")
    }
    wrong = graded.root / "feedback/encoder_linear_code" / ASSIGNMENT / "1_basic_autoencoder.html"
    assert "the last layer of the encoder has no sigmoid" in wrong.read_text()
    for name, page in pages.items():
        assert "No response." not in page, f"the feedback on {name} comments in a person's place"
        for secret in ("HIDDEN TESTS", "exercises.shared", "MARK SCHEME", "Mark scheme"):
            assert secret not in page, f"the feedback on {name} shows {secret}"
        for tag in ("p", "br", "ul"):
            assert f"&lt;{tag}&gt;" not in page, f"the feedback on {name} shows a tag"


NAMES = ("alice[red]", "--x", "a b", "ünï", "<b>x", "O'Brien", "100%", "{x}", "a*b")


@pytest.fixture(scope="module")
def odd(tmp_path_factory) -> Course:
    """A course with students of odd names, one with a renamed notebook and one with none at all."""
    course = copy_course(tmp_path_factory.mktemp("odd") / "course")
    build_without_demonstrations(course)
    sheet = AnswerSheet("alicer", "Right answers.", "model", notebook="5_elbo")
    for student in ("alicer", "renames", "*", *NAMES):
        submit(autoencoders(course), sheet.handed_in_by(student))
        secret = autoencoders(course).submission(student) / "submission_secret.txt"
        secret.write_text(f"the secret of {student}")
    (autoencoders(course).submission("--x") / "submission_secret.txt").unlink()
    handed_in = autoencoders(course).submission("renames") / "5_elbo.ipynb"
    handed_in.rename(handed_in.with_name("5_elbo (1).ipynb"))
    autoencoders(course).submission("nothing").mkdir(parents=True)
    (autoencoders(course).submission("nothing") / "essay.docx").write_text("no notebook")
    (autoencoders(course).submission("nothing") / "timestamp.txt").write_text(
        "2026-01-01 00:00:00 UTC"
    )
    (autoencoders(course).submission("nothing") / "submission_secret.txt").write_text(
        "the secret of nothing"
    )
    run_nbgrader(course, "autograde", ASSIGNMENT, "--notebook", "5_elbo")
    return course


@pytest.mark.parametrize("student", ["alice[red]", "a*b"])
def test_a_name_that_is_a_pattern_is_meant_as_it_is(odd, student):
    messages = run_nbgrader(
        odd, "autograde", ASSIGNMENT, "--notebook", "5_elbo", f"--student={student}", "--force"
    )
    assert messages.count("5_elbo: graded") == 1
    assert f"{student}, 5_elbo: graded" in messages


@pytest.mark.parametrize("student", NAMES)
def test_a_student_of_any_name_has_a_page(odd, student):
    shutil.rmtree(odd.root / "feedback", ignore_errors=True)
    messages = run_nbgrader(odd, "generate_feedback", ASSIGNMENT, f"--student={student}")
    (page,) = odd.root.glob("feedback/*/*/*.html")
    assert page == odd.root / "feedback" / student / ASSIGNMENT / "5_elbo.html"
    assert "WARNING" not in messages


def test_the_report_names_students_as_they_are(odd):
    console = Console(record=True, width=200, file=StringIO())
    print_report(read_results(odd, ASSIGNMENT), console)
    text = console.export_text()
    for student in ("alicer", "*", *NAMES):
        assert text.count(f"│ {student} ") == 1
        assert f"\n{student}\n" in text


def test_feedback_is_released_by_the_secret_also_of_a_renamed_notebook(odd, tmp_path):
    messages = run_nbgrader(odd, "generate_feedback", ASSIGNMENT, "--force")
    assert "nothing could be read" in messages
    assert "Traceback" not in messages
    exchange = tmp_path / "exchange"
    exchange.mkdir(mode=0o777)
    messages = run_nbgrader(
        odd, "release_feedback", ASSIGNMENT, "--course", "course", f"--Exchange.root={exchange}"
    )
    assert "--x: submission_secret.txt is missing" in messages

    def released(student: str, name: str) -> Path:
        checksum = notebook_hash(secret=f"the secret of {student}", notebook_id=name)
        return exchange / "course/feedback" / f"{checksum}.html"

    for student in {"alicer", "*", *NAMES} - {"--x"}:
        page = odd.root / "feedback" / student / ASSIGNMENT / "5_elbo.html"
        assert released(student, "5_elbo").read_text() == page.read_text()
    assert (
        released("renames", "5_elbo (1)").read_text() == released("renames", "5_elbo").read_text()
    )
    assert "Nothing was handed in that can be read" in released("nothing", "5_elbo").read_text()
    assert not released("alicer", "6_vae").exists()


def test_a_graded_notebook_lies_in_no_feedback(odd):
    run_nbgrader(odd, "generate_feedback", ASSIGNMENT, "--student=alice[red]", "--force")
    assert not list(odd.root.glob("feedback/**/*.ipynb"))
