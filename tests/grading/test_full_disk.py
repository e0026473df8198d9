"""A disk that is full while a class is collected or graded: a file system of a few kilobytes."""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.build.building import build
from autograder.course import Course, CourseError
from autograder.intake.archives import unpack
from autograder.intake.collecting import collect
from tests.conftest import needs_sandbox, run_nbgrader, try_nbgrader
from tests.courses.test_tiny import ASSIGNMENT, copy_tiny
from tests.grading.gradebooks import folders_of, gradebook_of

pytestmark = [needs_sandbox, pytest.mark.slow]

STUDENTS = ("alice", "bob", "carol")


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """The folder of a file system whose size can be set."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = mount(folder, "-t", "tmpfs", "-o", "size=200m", "tmpfs")
    if made.returncode:
        pytest.skip(f"no file system can be mounted here: {made.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def mount(folder: Path, *options: str) -> subprocess.CompletedProcess:
    if os.geteuid() != 0:
        return subprocess.CompletedProcess([], 1, stderr="only root may")
    return subprocess.run(["mount", *options, folder], capture_output=True, text=True)


def leave_room(disk: Path, kilobytes: int) -> None:
    used = shutil.disk_usage(disk).used // 1024
    mount(disk, "-o", f"remount,size={used + kilobytes}k")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Course:
    course = copy_tiny(tmp_path_factory.mktemp("full") / "course")
    build(course)
    assignment = course.assignment(ASSIGNMENT)
    for student in STUDENTS:
        shutil.copytree(assignment.release, assignment.submission(student))
    return course


@pytest.fixture(scope="module")
def undisturbed(built, tmp_path_factory) -> tuple[dict, dict]:
    """What is left where there is room."""
    course = copy_of(built, tmp_path_factory.mktemp("undisturbed") / "course")
    run_nbgrader(course, "autograde", ASSIGNMENT)
    return left_by(course)


def copy_of(course: Course, root: Path) -> Course:
    shutil.copytree(course.root, root, symlinks=True)
    return Course(root)


def autograded(course: Course) -> subprocess.CompletedProcess:
    return try_nbgrader(course, "autograde", ASSIGNMENT)


def graded(course: Course) -> subprocess.CompletedProcess:
    program = "from autograder.cli import app; app()"
    return subprocess.run(
        [sys.executable, "-c", program, "grade", ASSIGNMENT],
        cwd=course.root,
        capture_output=True,
        text=True,
    )


def left_by(course: Course) -> tuple[dict, dict]:
    return gradebook_of(course.settings.db_url), folders_of(course.assignment(ASSIGNMENT))


# Hardly anything, the gradebook's journal alone, all but the last notebooks.
@pytest.mark.parametrize("kilobytes", [8, 40, 100])
@pytest.mark.parametrize("command", [autograded, graded])
def test_a_class_on_a_full_disk_is_graded_when_there_is_room(
    small_disk, built, undisturbed, command, kilobytes
):
    course = copy_of(built, small_disk / "course")
    leave_room(small_disk, kilobytes)
    done = command(course)
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert "Traceback" not in said
    assert "disk is full" in said or "No space left" in said
    assert "the same command grades them" in said

    leave_room(small_disk, 100_000)
    done = command(course)
    assert done.returncode == 0, done.stderr
    assert left_by(course) == undisturbed


def archive_of(path: Path, students: int) -> Path:
    """What Moodle gives of students who handed in 100 kB each."""
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(students):
            archive.writestr(f"s{number}_{number}_assignsubmission_file/a.ipynb", bytes(100_000))
    return path


def laid(root: Path) -> dict[str, int]:
    return {path.parts[-3]: path.stat().st_size for path in root.rglob("submitted/*/*/a.ipynb")}


@pytest.mark.parametrize("full", ["unpacking", "laying"])
def test_no_submission_is_laid_by_half_and_the_same_command_lays_the_rest(
    small_disk, tmp_path, monkeypatch, full
):
    archive = archive_of(tmp_path / "a.zip", 5)
    root = small_disk / "course"
    root.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk if full == "unpacking" else tmp_path))

    def collected() -> None:
        collect([archive], root, "hw", lambda student: root / "submitted" / student / "hw")

    leave_room(small_disk, 250)
    with pytest.raises(CourseError, match=r"No space left on device.*the same command"):
        collected()
    assert set(laid(root).values()) <= {100_000}
    assert len(laid(root)) < 5
    leave_room(small_disk, 100_000)
    collected()
    assert laid(root) == {f"s{number}": 100_000 for number in range(5)}


def test_a_zip_file_that_finds_no_room_is_no_fault_of_the_student(small_disk, tmp_path):
    archive = archive_of(tmp_path / "a.zip", 5)
    leave_room(small_disk, 250)
    with pytest.raises(OSError, match="No space left"):
        unpack(archive, small_disk / "unpacked", 60)
    assert not (small_disk / "unpacked").exists()
