"""A class at a time: `autograder grade` beside nbgrader's command."""

import shutil
import subprocess
import sys

import pytest
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.fairness.answers import AnswerSheet, submit
from autograder.grading.due import again, mark_again
from autograder.judging.record import read_judgement
from tests.conftest import (
    ASSIGNMENT,
    SHEETS,
    autoencoders,
    built_once,
    copy_build,
    copy_course,
    needs_sandbox,
    run_nbgrader,
)
from tests.grading.gradebooks import folders_of
from tests.grading.hidden_tests import change_hidden_tests
from tests.grading.small_class import NOTEBOOK, POINTS, STUDENTS, events, grade, gradebook, points

pytestmark = needs_sandbox


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Course:
    """A course as students get it."""
    course = copy_course(tmp_path_factory.mktemp("whole") / "course")
    copy_build(course)
    return course


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("built", ASSIGNMENT),
        pytest.param("whole", ASSIGNMENT, marks=pytest.mark.slow),
        pytest.param("whole", "advanced", marks=pytest.mark.slow),
    ],
)
def test_both_commands_leave_the_same(kind, name, request, tmp_path):
    """Of all example submissions, or where there are none of a model answer and an empty one."""
    built = request.getfixturevalue(kind)
    courses = []
    for way in ("stock", "cluster"):
        shutil.copytree(built.root, tmp_path / way, symlinks=True)
        courses.append(Course(tmp_path / way))
    stock, cluster = courses
    sheets = SHEETS.values() if name == ASSIGNMENT else (SHEETS["model"], SHEETS["untouched"])
    for sheet in sheets:
        assert submit(stock.assignment(name), sheet)
    shutil.copytree(stock.root / "submitted", cluster.root / "submitted")
    run_nbgrader(stock, "autograde", name)
    program = "from autograder.cli import app; app()"
    done = subprocess.run(
        [sys.executable, "-c", program, "grade", name],
        cwd=cluster.root,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert len(gradebook(stock)["submissions"]) == len(sheets)
    assert gradebook(stock) == gradebook(cluster)
    assert folders_of(stock.assignment(name)) == folders_of(cluster.assignment(name))


def test_a_class_is_graded_and_a_second_run_grades_what_is_new_or_has_changed(course):
    done = grade(course)
    assert done.returncode == 0, done.stderr
    assert points(course) == POINTS
    assert "[3/3]" in done.stdout
    assert {event["student"] for event in events(course, "recorded")} == {*STUDENTS}

    assert "0 of 3 submissions graded" in grade(course).stdout
    assert len(events(course, "recorded")) == 3

    changed = autoencoders(course).submission("bob") / f"{NOTEBOOK}.ipynb"
    shutil.copyfile(autoencoders(course).submission("alice") / changed.name, changed)
    sheet = AnswerSheet("dora", "Late.", "model", notebook=NOTEBOOK)
    submit(autoencoders(course), sheet)
    assert "2 of 4 submissions graded" in grade(course).stdout
    assert points(course) == POINTS | {"bob": 3}
    assert "1 of 1 submissions graded" in grade(course, "--force", "--student", "dora").stdout


def test_a_name_that_the_terminal_lacks_is_told_with_what_it_has(course):
    submitted = course.root / "submitted"
    (submitted / "bob").rename(submitted / "Łukasz")
    done = grade(course, "--student", "Łukasz", PYTHONIOENCODING="ascii")
    assert "1 of 1 submissions graded" in done.stdout
    assert r"\u0141ukasz: " in done.stdout


def test_what_a_person_gave_stays(course):
    grade(course)
    with Gradebook(course.settings.db_url) as book:
        book.find_grade("test_kl", NOTEBOOK, ASSIGNMENT, "bob").manual_score = 2
        book.db.commit()
    grade(course, "--force")
    assert gradebook(course)["grades"]["bob", NOTEBOOK, "test_kl"] == (0, 2, True)


# One exercise


def test_one_exercise_is_judged_again_and_nothing_else_changes(course):
    grade(course)
    with Gradebook(course.settings.db_url) as book:
        book.find_grade("test_kl", NOTEBOOK, ASSIGNMENT, "carol").manual_score = 1
        for student in STUDENTS:  # as if an older check had been wrong
            book.find_grade("test_kl", NOTEBOOK, ASSIGNMENT, student).auto_score = 1
            book.find_grade("test_elbo", NOTEBOOK, ASSIGNMENT, student).auto_score = 1.5
        book.db.commit()
    before, folders = gradebook(course), folders_of(autoencoders(course))
    done = grade(course, "--exercise", "kl")
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines() if line.startswith("│")]
    shown = {row[1]: (row[3], row[5], row[7]) for row in rows}
    assert shown == {"alice": ("1", "3", "–"), "bob": ("1", "0", "–"), "carol": ("1", "3", "1")}
    after = gradebook(course)
    for student in STUDENTS:
        key = (student, NOTEBOOK, "test_kl")
        _, by_hand, _ = before["grades"][key]
        assert after["grades"].pop(key) == (POINTS[student], by_hand, by_hand is not None)
        del before["grades"][key]
    assert after == before
    assert folders_of(autoencoders(course)) == folders


@pytest.mark.slow
def test_an_exercise_is_judged_again_of_what_is_graded_and_that_is_said(course):
    grade(course, "--student", "alice")
    autograded = autoencoders(course).autograded("alice")
    mark_again(autograded, ["6_vae", NOTEBOOK])
    done = grade(course, "--exercise", "kl")
    assert "alice: handed in anew, or to be graded again, so it is left out" in done.stdout
    assert "bob: not graded yet, so it is left out" in done.stdout
    assert done.returncode == 1  # not every submission has a status
    assert (
        f"left out: bob, carol. `autograder grade {ASSIGNMENT}` grades what is new" in done.stderr
    )
    # A part that is graded in between is no longer to be graded again, and the rest still is.
    grade(course, "--student", "alice")
    assert again(autograded) == {"6_vae"}


@pytest.mark.slow
def test_what_waited_for_a_mended_check_waits_no_more(course):
    source = autoencoders(course).source / f"{NOTEBOOK}.ipynb"
    right = source.read_bytes()
    change_hidden_tests(autoencoders(course), NOTEBOOK, {"kl": "kl.no_such_attribute"})
    assert grade(course).returncode == 1
    source.write_bytes(right)
    assert grade(course, "--exercise", "kl").returncode == 0
    assert points(course) == POINTS
    for student in STUDENTS:
        folder = autoencoders(course).autograded(student)
        assert read_judgement(folder)[NOTEBOOK]["status"] == "graded"
        # Nothing on top says otherwise.
        assert "not judged" not in (folder / f"{NOTEBOOK}.ipynb").read_text()


@pytest.mark.slow
def test_a_check_that_fails_takes_no_points_that_were_there(course):
    grade(course)
    before, folders = gradebook(course), folders_of(autoencoders(course))
    change_hidden_tests(autoencoders(course), NOTEBOOK, {"kl": "kl.no_such_attribute"})
    done = grade(course, "--exercise", "kl")
    assert done.returncode == 1
    assert "alice: points are as they were, since it was not judged" in done.stdout
    assert gradebook(course) == before
    assert folders_of(autoencoders(course)) == folders


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--exercise", "encoder"), "encoder is an exercise of 1_basic_autoencoder, not of 5_elbo"),
        (("--exercise", "kl", "--force"), "leave out --force"),
        (("--exercise", ""), "no exercise is called"),
    ],
)
def test_options_that_do_not_go_together_are_named(course, options, message):
    done = grade(course, *options)
    assert done.returncode == 1
    assert message in done.stderr


@pytest.mark.slow
def test_a_gradebook_that_was_lost_is_filled_again(course):
    grade(course)
    shutil.copyfile(built_once() / "gradebook.db", course.root / "gradebook.db")
    assert "alice: not graded yet" in grade(course, "--exercise", "kl").stdout
    assert "3 of 3 submissions graded" in grade(course).stdout
    assert points(course) == POINTS


def test_an_exercise_that_does_not_exist_is_named_beside_those_that_do(course):
    done = grade(course, "--exercise", "kk")
    assert done.returncode == 1
    assert "no exercise is called kk; there are init_parameters" in done.stderr
