"""The class of three, unless a module has a course of its own."""

import shutil

import pytest

from autograder.course import Course
from autograder.fairness.answers import AnswerSheet, submit
from tests.conftest import autoencoders, build_without_demonstrations, copy_course
from tests.grading.small_class import NOTEBOOK, STUDENTS, WRONG


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Course:
    """A built course in which nobody has handed in."""
    course = copy_course(tmp_path_factory.mktemp("class") / "course")
    build_without_demonstrations(course)
    return course


@pytest.fixture
def course(built, tmp_path) -> Course:
    """A built course with three submissions of notebook 5; one has a mistake."""
    root = tmp_path / "course"
    shutil.copytree(built.root, root, symlinks=True)
    course = Course(root)
    for student in STUDENTS:
        answers = {"kl": WRONG} if student == "bob" else {}
        sheet = AnswerSheet(student, "Notebook 5 alone.", "model", answers, NOTEBOOK)
        submit(autoencoders(course), sheet)
    return course
