"""What course.toml may say, and what is said where it has a mistake."""

import sys
from pathlib import Path

import pytest

from autograder.course import Course, CourseError, find_course
from autograder.course_file import read_course_file

GOOD = """
repository = "https://example.org/course"

[assignments.first]
title = "The first"

[assignments.first.notebooks]
1_one = 3
2_two = 2.5

[assignments.second.notebooks]
1_three = 4

[checks]
prepare = "exercises.shared.data:load"

[kernel]
imports = ["tqdm.auto"]

[kernel.imports_with]
tensorflow = ["tensorflow", "keras"]

[kernel.files]
IMAGES = "data/images.npz"

[kernel.environment]
THREADS = "1"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "course.toml").write_text(GOOD)
    return tmp_path


def test_a_course_is_what_its_file_says(root):
    course = find_course(root)
    assert [one.name for one in course.assignments] == ["first", "second"]
    first = course.assignment("first")
    assert (first.title, first.notebooks) == ("The first", {"1_one": 3, "2_two": 2.5})
    assert course.assignment("second").title == "second"
    assert course.files == {"IMAGES": root / "data" / "images.npz"}
    assert course.kernel.imports_with == {"tensorflow": ("tensorflow", "keras")}


MISTAKES = {
    "no TOML": ("[checks]", "[checks", "cannot be read"),
    "unknown key": ("[checks]", "[cheks]", "unknown key cheks in the file; known are assignments"),
    "unknown key below": ("title =", "titel =", "unknown key titel in [assignments.first]"),
    "no notebooks": ("1_three = 4\n", "", "[assignments.second.notebooks] is missing or empty"),
    "no number": ("1_one = 3", '1_one = "3"', "first.notebooks.1_one is '3'; expected points"),
    "true": ("1_one = 3", "1_one = true", "first.notebooks.1_one is True; expected points"),
    "less than nothing": ("1_one = 3", "1_one = -3", "first.notebooks.1_one is -3"),
    "no name of a folder": ("second.", '"a/b".', "'a/b' is not a valid name for one"),
    "title no text": ('"The first"', "1", "assignments.first.title is 1; expected a text"),
    "no table": ("[kernel.imports_with]\ntensorflow", "imports_with", "expected a table"),
    "no list": ('["tqdm.auto"]', '"tqdm"', "kernel.imports is 'tqdm'; expected a list of names"),
    "no module": ('"keras"', '"keras; import os"', "kernel.imports_with.tensorflow is"),
    "outside": ('"data/images.npz"', '"../images.npz"', "expected a path inside the course"),
    "absolute": ('"data/images.npz"', '"/images.npz"', "expected a path inside the course"),
    "no variable": (
        "THREADS",
        '"A B"',
        "kernel.environment.A B is not a valid name for a variable",
    ),
    "number": ('THREADS = "1"', "THREADS = 1", "THREADS is 1; expected a text in quotes"),
    "twice": ("THREADS", "IMAGES", "IMAGES stands in kernel.files and in kernel.environment"),
    "no function": (":load", "", "checks.prepare is 'exercises.shared.data'; expected a function"),
    "no address": ("https://", "", "repository is 'example.org/course'; expected an address"),
}


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_one_line_that_says_what_was_expected(root, old, new, message):
    assert old in GOOD
    (root / "course.toml").write_text(GOOD.replace(old, new))
    with pytest.raises(CourseError) as found:
        read_course_file(root)
    assert message in str(found.value)
    assert "course.toml" in str(found.value)
    assert "\n" not in str(found.value)


def test_a_file_that_names_no_assignment_or_is_missing_is_called_that(tmp_path):
    with pytest.raises(CourseError, match=r"course\.toml is missing"):
        read_course_file(tmp_path)
    (tmp_path / "course.toml").touch()
    with pytest.raises(CourseError, match="names no assignment"):
        read_course_file(tmp_path)
    with pytest.raises(CourseError, match=r"no course here.*--course-dir"):
        find_course(tmp_path / "..")


def test_what_cannot_be_prepared_is_a_mistake_of_the_course(root, monkeypatch):
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setenv("IMAGES", "")
    (root / "data").mkdir()
    (root / "data" / "images.npz").touch()
    with pytest.raises(CourseError, match=r"exercises\.shared\.data:load.*fails"):
        Course(root).prepare_checks()
