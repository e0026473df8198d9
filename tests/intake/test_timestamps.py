"""When something was handed in is read from any file of that name, and no other file is."""

import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

from autograder.intake.timestamps import (
    MAX_SIZE,
    copy_timestamp,
    keep_nbgrader_from_reading_at_length,
    read_timestamp,
)


def put(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "timestamp.txt").write_text(text)
    return folder


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-01-02 10:11:12 UTC\n", 10),
        ("2026-01-02 10:11:12.123456 UTC", 10),
        ("2026-01-02T10:11:12+02:00", 8),
    ],
)
def test_a_time_is_read_and_copied(tmp_path, text, hour):
    source, target = put(tmp_path / "a", text), put(tmp_path / "b", "older")
    assert read_timestamp(source).hour == hour
    copy_timestamp(source, target)
    assert read_timestamp(target) == read_timestamp(source)


@pytest.mark.parametrize("text", ["", "yesterday", "x" * 10_000, "9" * 150, "2026-99-99"])
def test_what_is_no_time_is_neither_read_nor_copied(tmp_path, text):
    source, target = put(tmp_path / "a", text), put(tmp_path / "b", "older")
    assert read_timestamp(source) is None
    copy_timestamp(source, target)
    assert list(target.iterdir()) == []


@pytest.mark.parametrize("kind", ["sparse", "pipe", "link", "folder", "device"])
def test_what_is_no_short_file_is_not_opened(tmp_path, kind):
    place = put(tmp_path / "a", "2026-01-02 10:11:12 UTC") / "timestamp.txt"
    if kind == "sparse":
        os.truncate(place, 4_000_000_000)
    else:
        place.rename(tmp_path / "secret")
        if kind == "pipe":
            os.mkfifo(place)
        elif kind == "folder":
            place.mkdir()
        else:
            place.symlink_to("/dev/zero" if kind == "device" else tmp_path / "secret")
    tracemalloc.start()
    assert read_timestamp(place.parent) is None
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_nbgraders_own_readers_are_bounded_too(tmp_path, monkeypatch):
    """Formgrader lists submissions by them."""
    for owner, name in (
        (CourseDirectory, "get_existing_timestamp"),
        (NbGraderAPI, "get_submitted_timestamp"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    keep_nbgrader_from_reading_at_length()
    course = CourseDirectory(root=str(tmp_path))
    submission = tmp_path / "submitted/ada/ps1"
    submission.mkdir(parents=True)
    put(submission, "2026-01-02 10:11:12 UTC")
    api = NbGraderAPI(coursedir=course)
    assert api.get_submitted_timestamp("ps1", "ada").hour == 10
    os.truncate(submission / "timestamp.txt", 4_000_000_000)
    assert api.get_submitted_timestamp("ps1", "ada") is None
    assert course.get_existing_timestamp(str(submission)) is None


@settings(derandomize=True, deadline=None, max_examples=300)
@given(text=st.text(max_size=MAX_SIZE) | st.text("0123456789-:T +.Zamp", max_size=40))
def test_no_text_raises(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("stamp")
    (folder / "timestamp.txt").write_bytes(text.encode("utf-8", "replace"))
    read_timestamp(folder)
