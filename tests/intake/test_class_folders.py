"""What lies among the submissions of a class is found, or named."""

import os
from pathlib import Path

import pytest

from autograder.intake.class_folders import find_submissions


@pytest.fixture
def submitted(tmp_path) -> Path:
    """A class of two, as nbgrader expects it."""
    for student in ("ada", "bob"):
        (tmp_path / "submitted" / student / "ps1").mkdir(parents=True)
    return tmp_path / "submitted"


def put(submitted: Path, name: str) -> None:
    path = submitted / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def test_submissions_in_their_places_need_no_line(submitted):
    found = find_submissions(submitted, "ps1")
    assert found.submissions == {name: submitted / name / "ps1" for name in ("ada", "bob")}
    assert found.lines == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (
            "ps1/carl/5_elbo.ipynb",
            "submitted/ps1/carl is not a submission: expected submitted/carl/ps1/",
        ),
        (
            "PS1/carl/5_elbo.ipynb",
            "submitted/PS1/carl is not a submission: expected submitted/carl/ps1/",
        ),
        (
            "carl/PS1/5_elbo.ipynb",
            "submitted/carl is not a submission: expected submitted/carl/ps1/, and it holds PS1/",
        ),
        (
            "carl/carl/ps1/5_elbo.ipynb",
            "submitted/carl is not a submission: expected submitted/carl/ps1/, and it holds carl/",
        ),
        (
            "carl/5_elbo.ipynb",
            "submitted/carl is not a submission: expected submitted/carl/ps1/, and it holds "
            "5_elbo.ipynb",
        ),
        (
            "carl/.DS_Store",
            "submitted/carl is not a submission: expected submitted/carl/ps1/, and it is empty",
        ),
        ("__MACOSX/ada/x", "submitted/__MACOSX is not a submission and was left out"),
        (
            ".ipynb_checkpoints/x",
            "submitted/.ipynb_checkpoints is not a submission and was left out",
        ),
        (
            "class.zip",
            "submitted/class.zip is not a submission: expected a folder for each student, "
            "submitted/<student>/ps1/",
        ),
        (
            ".DS_Store",
            "submitted/.DS_Store is not a submission: expected a folder for each student, "
            "submitted/<student>/ps1/",
        ),
        ("a\nb/ps1/x", "submitted/a b: no gradebook can hold this name; rename it"),
    ],
)
def test_what_is_no_submission_is_one_line(submitted, name, line):
    put(submitted, name)
    found = find_submissions(submitted, "ps1")
    assert found.lines == [line]
    assert list(found.submissions) == ["ada", "bob"]


def test_a_student_may_be_called_as_the_assignment_is(submitted):
    put(submitted, "ps1/ps1/5_elbo.ipynb")
    found = find_submissions(submitted, "ps1")
    assert (list(found.submissions), found.lines) == (["ada", "bob", "ps1"], [])


def test_a_student_who_handed_in_another_assignment_needs_no_line(submitted):
    put(submitted, "carl/ps2/5_elbo.ipynb")
    assert find_submissions(submitted, "ps1", assignments=frozenset({"ps1", "ps2"})).lines == []


def test_for_one_student_only_what_is_theirs_is_said(submitted):
    for name in ("carl/x.ipynb", "dora/x.ipynb", "ps1/carl/x.ipynb", "ps1/dora/x", "class.zip"):
        put(submitted, name)
    found = find_submissions(submitted, "ps1", "carl")
    assert found.submissions == {}
    assert [line.split(" is ")[0] for line in found.lines] == [
        "submitted/carl",
        "submitted/ps1/carl",
    ]


def test_a_class_that_is_not_there_holds_nothing(tmp_path):
    assert find_submissions(tmp_path / "submitted", "ps1").submissions == {}


def test_no_name_breaks_a_line(submitted):
    for name in (b"\xff\xfe", b"\x1b[31mred", b"e\xcc\x81vil" + b"x" * 200):
        (submitted / os.fsdecode(name)).mkdir()
    lines = find_submissions(submitted, "ps1").lines
    assert len(lines) == 3
    assert all(line.isprintable() and len(line) < 700 for line in lines)


def test_a_folder_that_cannot_be_opened_is_not_called_empty(tmp_path, monkeypatch):
    (tmp_path / "alice").mkdir()
    monkeypatch.setattr(os, "access", lambda *_: False)  # whoever runs the tests, root too
    (line,) = find_submissions(tmp_path, "ps1").lines
    assert "alice cannot be opened" in line
