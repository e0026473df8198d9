"""Archives as Moodle and Canvas export them, tidy, odd and hostile."""

import stat
import unicodedata
import zipfile
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.course import CourseError
from autograder.intake.collected import read_collected
from autograder.intake.collecting import Collection, collect
from autograder.intake.lms_names import parse, safe_name
from tests.reporting.graded_class import ASSIGNMENT, Known, make_class

NOON = (2026, 3, 2, 12, 0, 0)
MOODLE = "Zoë O'Hara_123_assignsubmission_file"


def zipped(path: Path, members: dict[str, bytes], when: tuple = NOON) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, when), content, zipfile.ZIP_DEFLATED)
    return path


def collected(root: Path, *archives: Path, **options) -> Collection:
    def place(student: str) -> Path:
        return root / "submitted" / student / ASSIGNMENT

    return collect(list(archives), root, ASSIGNMENT, place, **options)


def laid(root: Path) -> dict[str, bytes]:
    """What lies in submitted/, by name, without times."""
    folder = root / "submitted"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "timestamp.txt"
    }


@pytest.mark.parametrize(
    ("member", "student", "file"),
    [
        (f"{MOODLE}/1_means.ipynb", "Zoë O'Hara", "1_means.ipynb"),
        (f"{MOODLE}_/1_means.ipynb", "Zoë O'Hara", "1_means.ipynb"),
        (f"{MOODLE}/sub/hw.zip", "Zoë O'Hara", "sub/hw.zip"),
        (f"course/{MOODLE}/a_b_1.py", "Zoë O'Hara", "a_b_1.py"),
        (f"{MOODLE}_1_means.ipynb", "Zoë O'Hara", "1_means.ipynb"),
        ("Łu_kasz_5_assignsubmission_onlinetext/t.html", "Łu_kasz", "t.html"),
        (
            "Ada Lovelace_12_assignsubmission_file/x_9_assignsubmission_file.py",
            "Ada Lovelace",
            "x_9_assignsubmission_file.py",
        ),
        ("ada_LATE_31_77_1_basic_autoencoder-1.ipynb", "ada", "1_basic_autoencoder-1.ipynb"),
        ("oharazoë_31_77_1_means.py", "oharazoë", "1_means.py"),
        ("anon_aB3x9_77_1_means.ipynb", "anon_aB3x9", "1_means.ipynb"),
        ("LATE_anon_12345_77_1_means.ipynb", "anon_12345", "1_means.ipynb"),
        ("o_hara_31_77_a_1_2_b.ipynb", "o_hara", "a_1_2_b.ipynb"),
    ],
)
def test_names_of_either_system(tmp_path, member, student, file):
    collected(tmp_path, zipped(tmp_path / "a.zip", {member: b"x"}))
    assert laid(tmp_path) == {f"{student}/{ASSIGNMENT}/{file}": b"x"}


def test_what_mac_adds_and_what_is_nobody_s_is_left_out(tmp_path):
    members = {
        f"{MOODLE}/a.ipynb": b"x",
        f"__MACOSX/{MOODLE}/._a.ipynb": b"x",
        f"{MOODLE}/._a.ipynb": b"x",
        ".DS_Store": b"x",
        "grades.csv": b"x",
    }
    done = collected(tmp_path, zipped(tmp_path / "a.zip", members))
    assert list(laid(tmp_path)) == [f"Zoë O'Hara/{ASSIGNMENT}/a.ipynb"]
    (line,) = done.lines
    assert "grades.csv" in line and "DS_Store" not in line


def test_names_of_a_zip_file_that_was_made_on_a_mac_keep_their_accents(tmp_path):
    name = unicodedata.normalize("NFD", f"{MOODLE}/réponse.ipynb")
    plain = "x" * len(name.encode())
    archive = zipped(tmp_path / "a.zip", {plain: b"x"})
    # In UTF-8, without the flag that says so.
    archive.write_bytes(archive.read_bytes().replace(plain.encode(), name.encode()))
    collected(tmp_path, archive)
    assert set(laid(tmp_path)) == {f"Zoë O'Hara/{ASSIGNMENT}/réponse.ipynb"}


def test_the_last_submission_counts_and_a_line_says_so(tmp_path):
    old = zipped(tmp_path / "old.zip", {f"{MOODLE}/a.ipynb": b"old", f"{MOODLE}/gone.py": b""})
    new = zipped(tmp_path / "new.zip", {f"{MOODLE}/a.ipynb": b"new"}, (2026, 3, 3, 9, 0, 0))
    done = collected(tmp_path, new, old)
    assert laid(tmp_path) == {f"Zoë O'Hara/{ASSIGNMENT}/a.ipynb": b"new"}
    (line,) = done.lines
    assert "the last counts, that of new.zip; left aside: old.zip" in line


def test_the_last_upload_of_a_file_counts_and_who_is_late_is_said(tmp_path):
    members = {"ada_31_80_a.ipynb": b"last", "ada_LATE_31_79_a.ipynb": b"first"}
    done = collected(tmp_path, zipped(tmp_path / "a.zip", members))
    assert laid(tmp_path) == {f"ada/{ASSIGNMENT}/a.ipynb": b"last"}
    assert ["uploaded twice" in line for line in done.lines] == [True]
    done = collected(tmp_path, zipped(tmp_path / "b.zip", {"bob_LATE_32_81_a.ipynb": b"x"}))
    assert done.lines == ["bob: Canvas calls it late, and does not say by how much"]
    assert not (tmp_path / "submitted" / "bob" / ASSIGNMENT / "timestamp.txt").exists()
    known = read_collected(tmp_path, ASSIGNMENT)
    assert known["bob"].late and not known["ada"].late
    assert known["ada"].files == {"a.ipynb": "ada_31_80_a.ipynb"}


def test_collecting_again_changes_nothing_and_a_newer_submission_keeps_the_old_one(tmp_path):
    old = zipped(tmp_path / "old.zip", {f"{MOODLE}/a.ipynb": b"old"})
    assert collected(tmp_path, old).new == ["Zoë O'Hara"]
    assert collected(tmp_path, old).unchanged == ["Zoë O'Hara"]
    new = zipped(tmp_path / "new.zip", {f"{MOODLE}/a.ipynb": b"new"}, (2026, 3, 3, 9, 0, 0))
    assert collected(tmp_path, new).replaced == ["Zoë O'Hara"]
    assert laid(tmp_path) == {f"Zoë O'Hara/{ASSIGNMENT}/a.ipynb": b"new"}
    (kept,) = (tmp_path / "downloaded").rglob("a.ipynb")
    assert kept.read_bytes() == b"old"


def test_two_people_of_one_name_are_told_apart(tmp_path):
    members = {f"Ada_{number}_assignsubmission_file/a.py": b"x" for number in (1, 2)}
    collected(tmp_path, zipped(tmp_path / "a.zip", members))
    assert set(laid(tmp_path)) == {f"Ada_{number}/{ASSIGNMENT}/a.py" for number in (1, 2)}


def test_a_name_that_is_called_like_another_with_its_number_is_nobody_else_s(tmp_path):
    members = ("Ann_5", "Ann_6", "Ann_5_7")
    archive = zipped(
        tmp_path / "a.zip",
        {f"{one}_assignsubmission_file/x.ipynb": one.encode() for one in members},
    )
    collected(tmp_path, archive)
    assert sorted(laid(tmp_path).values()) == sorted(one.encode() for one in members)


def test_a_student_cannot_hand_in_for_another_by_the_name_of_a_file(tmp_path):
    theirs = "Bob_456_assignsubmission_file_x.ipynb"
    archive = zipped(
        tmp_path / "a.zip",
        {theirs: b"Bob's", f"Mallory_123_assignsubmission_file_{theirs}": b"Mallory's"},
    )
    collected(tmp_path, archive)
    assert laid(tmp_path) == {
        f"Bob/{ASSIGNMENT}/x.ipynb": b"Bob's",
        f"Mallory/{ASSIGNMENT}/{theirs}": b"Mallory's",
    }


def test_students_of_the_roster_keep_their_names(tmp_path):
    from autograder.reporting.course_settings import course_directory
    from autograder.reporting.roster import enter_numbers, read_roster

    students = {
        "zo1": Known(
            dict.fromkeys(("mean", "median", "variance", "quartiles"), 1.0),
            first_name="Zoë",
            last_name="O'Hara",
        ),
        "ad1": Known(dict.fromkeys(("mean", "median", "variance", "quartiles"), 1.0), lms_id="31"),
    }
    course = make_class(tmp_path / "course", students)
    coursedir = course_directory(course, ASSIGNMENT)
    members = {f"{MOODLE}/a.py": b"x", "whoever_31_77_a.py": b"x", "oharazoë_32_78_b.py": b"x"}
    archives = [zipped(tmp_path / f"{n}.zip", {k: v}) for n, (k, v) in enumerate(members.items())]
    done = collected(tmp_path, archives[1], archives[2], roster=read_roster(coursedir))
    assert set(laid(tmp_path)) == {f"ad1/{ASSIGNMENT}/a.py", f"zo1/{ASSIGNMENT}/b.py"}
    enter_numbers(coursedir, done.collected)
    assert read_roster(coursedir).by_number == {"31": "ad1", "32": "zo1"}
    nobody = zipped(tmp_path / "anonymous.zip", {"anon_aB3x9_79_a.py": b"x"})
    enter_numbers(coursedir, collected(tmp_path / "anonymous", nobody).collected)
    assert read_roster(coursedir).by_number == {"31": "ad1", "32": "zo1"}
    collected(tmp_path / "moodle", archives[0], roster=read_roster(coursedir))
    assert set(laid(tmp_path / "moodle")) == {f"zo1/{ASSIGNMENT}/a.py"}


def test_the_time_is_that_of_the_archive_in_the_zone_that_is_said(tmp_path):
    archive = zipped(tmp_path / "a.zip", {f"{MOODLE}/a.py": b"x"})
    collected(tmp_path, archive, zone=ZoneInfo("Europe/Berlin"))
    stamp = tmp_path / "submitted" / "Zoë O'Hara" / ASSIGNMENT / "timestamp.txt"
    assert stamp.read_text() == "2026-03-02 11:00:00 UTC"


def test_a_student_cannot_say_when_it_was_handed_in(tmp_path):
    members = {"ada_31_77_a.py": b"x", "ada_31_78_timestamp.txt": b"1999-01-01 00:00:00 UTC"}
    done = collected(tmp_path, zipped(tmp_path / "a.zip", members))
    assert set(laid(tmp_path)) == {f"ada/{ASSIGNMENT}/a.py"}
    assert not list(tmp_path.rglob("submitted/**/timestamp.txt"))
    assert "left out" in done.lines[0]


HOSTILE = {
    "slip": f"../../{MOODLE}/a.py",
    "slip below": f"{MOODLE}/../../../a.py",
    "slip of Windows": f"{MOODLE}\\..\\..\\a.py",
    "absolute": f"/tmp/{MOODLE}/a.py",
    "a student called ..": ".._12_assignsubmission_file/a.py",
    "a student called ../..": "../.._12_assignsubmission_file/a.py",
    "a file called ..": "Ada_12_assignsubmission_file_..",
    "a student of dots": "..._31_77_a.py",
    "a long name": f"{'a' * 180}_31_77_{'b' * 10}.py",
    "lines": "a\nb_31_77_x\ny.py",
}


@pytest.mark.parametrize("member", HOSTILE.values(), ids=HOSTILE)
def test_nothing_is_written_elsewhere(tmp_path, member):
    root = tmp_path / "deep" / "course"
    root.mkdir(parents=True)
    archive = zipped(tmp_path / "a.zip", {member: b"x", f"{MOODLE}/good.py": b"x"})
    before = set(tmp_path.rglob("*"))
    collected(root, archive)
    for path in set(tmp_path.rglob("*")) - before:
        inside = path.relative_to(root).parts
        assert inside[0] in ("submitted", "downloaded")
        assert len(inside) < 3 or inside[0] == "downloaded" or inside[2] == ASSIGNMENT
    assert f"Zoë O'Hara/{ASSIGNMENT}/good.py" in laid(root)


def test_links_are_not_followed(tmp_path):
    (tmp_path / "secret").write_text("secret")
    link = zipfile.ZipInfo(f"{MOODLE}/link.py", NOON)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, str(tmp_path / "secret"))
        archive.writestr(f"{MOODLE}/good.py", b"x")
    collected(tmp_path, tmp_path / "a.zip")
    assert set(laid(tmp_path)) == {f"Zoë O'Hara/{ASSIGNMENT}/good.py"}
    folder = tmp_path / "unpacked" / MOODLE
    folder.mkdir(parents=True)
    (folder / "link.py").symlink_to(tmp_path / "secret")
    (folder.parent / "Eve_4_assignsubmission_file").symlink_to(tmp_path)
    collected(tmp_path / "other", tmp_path / "unpacked")
    assert not (tmp_path / "other" / "submitted").exists()


def test_one_student_s_bomb_costs_no_other_the_submission(tmp_path):
    members = {f"{MOODLE}/a.py": bytes(50 * 2**20), "Ada_1_assignsubmission_file/a.py": b"x"}
    done = collected(tmp_path, zipped(tmp_path / "a.zip", members))
    assert set(laid(tmp_path)) == {f"Ada/{ASSIGNMENT}/a.py"}
    (line,) = done.lines
    assert f"{MOODLE}/a.py" in line


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip"])
def test_what_is_no_archive_is_one_clear_line(tmp_path, content):
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(CourseError, match=r"a\.zip is not a complete zip file"):
        collected(tmp_path, tmp_path / "a.zip")


def test_an_archive_that_mac_has_unpacked_is_as_good(tmp_path):
    folder = tmp_path / "unpacked" / MOODLE
    folder.mkdir(parents=True)
    (folder / "a.py").write_bytes(b"x")
    (folder / "._a.py").write_bytes(b"x")
    collected(tmp_path, tmp_path / "unpacked")
    assert set(laid(tmp_path)) == {f"Zoë O'Hara/{ASSIGNMENT}/a.py"}


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_name_is_a_folder_below(name, rest):
    folder = safe_name(name, "1")
    assert folder not in ("", ".", "..") and "/" not in folder and "\\" not in folder
    for member in (f"{name}_1_assignsubmission_file/{rest}", f"{name}_1_2_{rest}"):
        found = parse(PurePosixPath(member))
        assert found is None or not {"..", "."}.intersection(found.file.parts)
        assert found is None or not found.file.is_absolute()
