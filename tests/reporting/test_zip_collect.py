"""`nbgrader zip_collect` in this course: it lays what `autograder collect` lays."""

import shutil
import zipfile
from pathlib import Path

import pytest
from rich.console import Console

from autograder.build.building import build
from autograder.course import Course
from autograder.reporting.collecting import collect
from tests.conftest import ROOT, run_nbgrader, runs_nbgrader, try_nbgrader

pytestmark = runs_nbgrader
ASSIGNMENT = "averages"
ZONE = "Europe/Berlin"
ZOE = "Zoë O'Hara_123_assignsubmission_file"
MOODLE = [
    *(f"{ZOE}/1_averages.ipynb", f"{ZOE}/1_averages.py", f"{ZOE}/sub/hw.zip"),
    *(f"__MACOSX/{ZOE}/._1_averages.py", f"../../{ZOE}/slip.py", f"{ZOE}/../../../../slip.py"),
    ".._12_assignsubmission_file/slip.py",
]
CANVAS = [
    *("ada_31_80_1_averages.ipynb", "ada_LATE_31_79_1_averages.ipynb", "bob_LATE_32_81_a.py"),
    "eve_33_82_timestamp.txt",
]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    root = tmp_path / "deep" / "course"
    shutil.copytree(ROOT / "tests/courses/tiny", root)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    course = Course(root)
    build(course)
    downloads(course).mkdir(parents=True)
    return course


def downloads(course: Course) -> Path:
    return course.root / "downloaded" / ASSIGNMENT / "archive"


def zipped(path: Path, members: list[str]) -> Path:
    """A zip file whose members hold their own names."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in members:
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 2, 12, 0, 0)), name)
    return path


def laid(course: Course) -> dict[str, str]:
    folder = course.root / "submitted"
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


def zip_collect(course: Course) -> str:
    return run_nbgrader(course, "zip_collect", ASSIGNMENT, f"--ArchiveExtractor.zone={ZONE}")


def test_archives_of_both_systems_are_laid_as_autograder_collect_lays_them(course, tmp_path):
    names = {"moodle.zip": MOODLE, "canvas.zip": CANVAS}
    archives = [zipped(downloads(course) / name, members) for name, members in names.items()]
    before = set(tmp_path.rglob("*"))
    said = zip_collect(course)
    assert "1_averages.ipynb was uploaded twice" in said
    found = laid(course)
    assert found[f"Zoë O'Hara/{ASSIGNMENT}/timestamp.txt"] == "2026-03-02 11:00:00 UTC"
    assert found[f"ada/{ASSIGNMENT}/1_averages.ipynb"] == "ada_31_80_1_averages.ipynb"
    assert {f"Zoë O'Hara/{ASSIGNMENT}/1_averages.py", f"bob/{ASSIGNMENT}/a.py"} <= set(found)
    written = (path.relative_to(course.root) for path in set(tmp_path.rglob("*")) - before)
    assert {path.parts[0] for path in written} <= {"submitted", "downloaded", "gradebook.db"}
    shutil.rmtree(course.root / "submitted")
    collect(course, archives, ASSIGNMENT, ZONE, Console(quiet=True))
    assert laid(course) == found


def test_a_folder_that_was_unpacked_there_is_as_good(course):
    folder = downloads(course) / ZOE
    folder.mkdir()
    (folder / "a.py").write_text("x")
    (folder / "link.py").symlink_to(ROOT / "course.toml")
    zip_collect(course)
    assert set(laid(course)) == {f"Zoë O'Hara/{ASSIGNMENT}/{n}" for n in ("a.py", "timestamp.txt")}


def test_what_is_no_archive_is_one_clear_line(course):
    (downloads(course) / "a.zip").write_bytes(b"no zip")
    done = try_nbgrader(course, "zip_collect", ASSIGNMENT)
    assert done.returncode != 0
    assert "a.zip is not a complete zip file" in done.stderr
    assert "Traceback" not in done.stderr
