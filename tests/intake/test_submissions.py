"""What a student handed in is found, whatever the files are called and wherever they lie."""

import copy
import gc
import io
import json
import math
import os
import shutil
import sys
import zipfile
from functools import partial
from pathlib import Path

import jupytext
import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.intake import (
    archives,
    candidates,
    comparing,
    files,
    magics,
    other_files,
    reading,
    submissions,
)
from autograder.intake import contents as contents_module
from autograder.intake.rebuild import rebuild
from autograder.intake.submissions import Submission, read_submission
from tests.conftest import ROOT, at_most

RELEASE = ROOT / "release/autoencoders"
RELEASED = {
    path.stem: nbformat.read(path, as_version=4) for path in sorted(RELEASE.glob("*.ipynb"))
}
SHIPPED = [
    path.relative_to(RELEASE).as_posix()
    for path in RELEASE.rglob("*")
    if path.is_file() and path.stem not in RELEASED
]
BASIC, CROSS, XAVIER, DEEPER, ELBO, VAE = RELEASED


def filled(name: str, answer: str = "1"):
    """A released notebook with every exercise answered."""
    notebook = copy.deepcopy(RELEASED[name])
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = cell.source.replace("raise NotImplementedError", f"return {answer}")
            cell.source = cell.source.replace("*Write your answer here.*", f"Because {answer}.")
    return notebook


def bare(notebook):
    """A notebook as other tools save it, without metadata and ids."""
    return {
        "cells": [{"cell_type": cell.cell_type, "source": cell.source} for cell in notebook.cells]
    }


class Folder:
    """The folder of a submission, to lay files into; each is newer than the one before."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.root.mkdir(parents=True)
        self.time = 1_700_000_000

    def put(self, name: str, content: object, hours_later: int = 1) -> "Folder":
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        self.time += 3600 * hours_later
        os.utime(path, (self.time, self.time))
        return self

    def put_all(self, *but: str) -> "Folder":
        for name in RELEASED:
            if name not in but:
                self.put(f"{name}.ipynb", filled(name))
        return self

    def read(self) -> Submission:
        return read_submission(self.root, RELEASED, SHIPPED)


@pytest.fixture
def folder(tmp_path) -> Folder:
    return Folder(tmp_path / "ada/autoencoders")


def script(notebook) -> str:
    return jupytext.writes(notebook, fmt="py:percent")


def answer_in(submission: Submission, name: str, grade_id: str) -> str:
    rebuilt = rebuild(RELEASED[name], submission.notebooks[name].cells)
    return next(cell.source for cell in rebuilt.notebook.cells if cell.id == grade_id)


def is_answered(submission: Submission, name: str, answer: str = "1") -> bool:
    graded = {cell.id for cell in filled(name).cells if cell.metadata.get("nbgrader")}
    expected = {cell.id: cell.source for cell in filled(name, answer).cells if cell.id in graded}
    rebuilt = rebuild(RELEASED[name], submission.notebooks[name].cells).notebook
    return expected == {cell.id: cell.source for cell in rebuilt.cells if cell.id in graded}


def statuses(submission: Submission) -> list[str]:
    assert list(submission.notebooks) == list(RELEASED)
    return [handed_in.status for handed_in in submission.notebooks.values()]


# ---------------------------------------------------------------------------------- as asked


def test_a_submission_as_asked_is_read_without_a_note(folder):
    for name in SHIPPED:
        (folder.root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(RELEASE / name, folder.root / name)
    submission = folder.put_all().put("timestamp.txt", "2026-01-01").read()
    assert statuses(submission) == ["read"] * 6
    assert all(is_answered(submission, name) for name in RELEASED)
    assert [each.notes for each in submission.notebooks.values()] == [[]] * 6
    assert [each.file for each in submission.notebooks.values()] == [f"{n}.ipynb" for n in RELEASED]
    assert (submission.files, submission.notes) == ({}, [])


def test_what_is_missing_is_missing_and_the_rest_is_read(folder):
    submission = folder.put_all(CROSS).read()
    assert statuses(submission) == ["read", "missing", "read", "read", "read", "read"]
    assert submission.notebooks[CROSS].notes == [
        "2_cross_entropy.ipynb is missing, and no other file holds its cells"
    ]


def test_what_cannot_be_read_is_unreadable_and_the_rest_is_read(folder):
    text = json.dumps(filled(CROSS))
    submission = folder.put_all().put(f"{CROSS}.ipynb", text[: len(text) // 2]).read()
    assert statuses(submission) == ["read", "unreadable", "read", "read", "read", "read"]
    assert "ends in the middle" in submission.notebooks[CROSS].notes[0]


# ------------------------------------------------------------------------ scripts and versions


def test_a_script_is_as_good_as_a_notebook(folder):
    submission = folder.put(f"{CROSS}.py", script(filled(CROSS))).read()
    assert is_answered(submission, CROSS)
    assert submission.notebooks[CROSS].file == f"{CROSS}.py"
    assert submission.notebooks[CROSS].notes == []


@pytest.mark.parametrize("place", ["", "scripts/"])
@pytest.mark.parametrize("newer", ["ipynb", "py", None])
def test_of_a_notebook_and_its_script_the_newer_is_taken(folder, newer, place):
    names = {"ipynb": f"{CROSS}.ipynb", "py": f"{place}{CROSS}.py"}
    contents = {"ipynb": filled(CROSS, "11"), "py": script(filled(CROSS, "22"))}
    for ending in sorted(contents, key=lambda ending: ending == newer):
        folder.put(names[ending], contents[ending], hours_later=1 if newer else 0)
    submission = folder.read()
    taken, other = ("py", "ipynb") if newer == "py" else ("ipynb", "py")
    assert submission.notebooks[CROSS].file == names[taken]
    assert is_answered(submission, CROSS, "22" if newer == "py" else "11")
    (note,) = submission.notebooks[CROSS].notes
    assert note.startswith(f"{names[other]} was left aside: {names[taken]} is ")
    assert submission.files == {}


def test_where_the_newer_version_cannot_be_read_the_other_is_taken(folder):
    folder.put(f"{CROSS}.py", script(filled(CROSS))).put(f"{CROSS}.ipynb", '{"cells": [')
    handed_in = folder.read().notebooks[CROSS]
    assert (handed_in.status, handed_in.file) == ("read", f"{CROSS}.py")
    assert "left aside: it cannot be read" in handed_in.notes[0]


# -------------------------------------------------------------------------------- other names


@pytest.mark.parametrize(
    "name",
    [
        "2_Cross_Entropy.ipynb",
        "2 cross entropy .ipynb",
        "2_cross_entropy (1).ipynb",
        "2_cross_entropy-Copy1.ipynb",
        "Copy of 2_cross_entropy.IPYNB",
        "homework/week 3/2_cross_entropy.ipynb",
        "my solution 😀 [final] 'v2'\n.ipynb",
        "x.ipynb",
    ],
)
@pytest.mark.parametrize("strip", [False, True], ids=["with metadata", "bare"])
def test_a_renamed_notebook_is_found_by_its_content(folder, name, strip):
    notebook = filled(CROSS)
    submission = folder.put_all(CROSS).put(name, bare(notebook) if strip else notebook).read()
    assert statuses(submission) == ["read"] * 6
    assert is_answered(submission, CROSS)
    assert any("2_cross_entropy was taken from" in n for n in submission.notebooks[CROSS].notes)
    assert submission.notes == []
    assert submission.files == {}


def test_an_undecodable_name_does_no_harm(folder):
    submission = folder.put(os.fsdecode(b"\xff\xfe.ipynb"), filled(CROSS)).read()
    assert is_answered(submission, CROSS)
    assert submission.notebooks[CROSS].file == "�.ipynb"


def test_notebooks_with_swapped_names_are_told_apart(folder):
    folder.put(f"{BASIC}.ipynb", filled(CROSS)).put(f"{CROSS}.ipynb", filled(BASIC))
    submission = folder.read()
    assert is_answered(submission, BASIC)
    assert is_answered(submission, CROSS)
    assert submission.notebooks[BASIC].notes == [
        "2_cross_entropy.ipynb holds the cells of 1_basic_autoencoder and is read as that"
    ]


def test_of_renamed_copies_the_newest_is_taken(folder):
    folder.put("a.ipynb", filled(CROSS, "1")).put("z.ipynb", filled(CROSS, "2"))
    submission = folder.put("b.ipynb", filled(CROSS, "3")).read()
    assert submission.notebooks[CROSS].file == "b.ipynb"
    notes = submission.notebooks[CROSS].notes
    assert "z.ipynb was left aside: b.ipynb is newer" in notes
    assert submission.files == {}


def test_the_expected_name_counts_more_than_a_newer_copy(folder):
    folder.put(f"{CROSS}.ipynb", filled(CROSS, "1")).put("new.ipynb", filled(CROSS, "2"))
    handed_in = folder.read().notebooks[CROSS]
    assert handed_in.file == f"{CROSS}.ipynb"
    assert handed_in.notes == [
        "new.ipynb was left aside: 2_cross_entropy.ipynb has the expected name"
    ]


@pytest.mark.parametrize("scratch", ["scratch.ipynb", f"{CROSS} scratch.ipynb"])
def test_the_name_of_the_notebook_counts_more_than_a_newer_scratch_in_any_folder(folder, scratch):
    folder.put(f"hw/{CROSS}.ipynb", filled(CROSS, "1")).put(f"hw/{scratch}", filled(CROSS, "2"))
    handed_in = folder.read().notebooks[CROSS]
    assert handed_in.file == f"hw/{CROSS}.ipynb"
    assert handed_in.notes[-1] == (
        f"hw/{scratch} was left aside: hw/2_cross_entropy.ipynb has the expected name"
    )


def test_answers_count_more_than_the_expected_name(folder):
    folder.put("mine.ipynb", filled(CROSS)).put(f"{CROSS}.ipynb", RELEASED[CROSS])
    submission = folder.read()
    assert is_answered(submission, CROSS)
    assert submission.notebooks[CROSS].notes == [
        "2_cross_entropy was taken from mine.ipynb, by its content"
    ]


@pytest.mark.parametrize("untouched", ["ipynb", "py"])
@pytest.mark.parametrize("is_newer", [False, True])
def test_the_untouched_one_of_notebook_and_script_needs_no_note(folder, untouched, is_newer):
    """Every release holds both, so every submission of a whole folder does."""
    for name in (CROSS, ELBO):
        contents = {"ipynb": filled(name), "py": script(filled(name))}
        contents[untouched] = RELEASED[name]
        if untouched == "py":
            contents["py"] = (RELEASE / f"scripts/{name}.py").read_text()
        for ending in sorted(contents, key=lambda ending: (ending == untouched) == is_newer):
            folder.put(f"{name}.{ending}", contents[ending])
    submission = folder.read()
    for name in (CROSS, ELBO):
        assert is_answered(submission, name)
        assert submission.notebooks[name].notes == []
    assert (submission.files, submission.notes) == ({}, [])


def test_a_file_of_the_expected_name_is_taken_whatever_it_holds(folder):
    submission = folder.put(f"{CROSS}.ipynb", {"cells": []}).read()
    assert submission.notebooks[CROSS].status == "read"


def test_a_broken_file_with_nearly_the_expected_name_is_unreadable(folder):
    submission = folder.put("2_cross_entropy (1).ipynb", "{").put("other.ipynb", "{").read()
    assert submission.notebooks[CROSS].status == "unreadable"
    assert submission.notes == [
        "other.ipynb belongs to no task and was not run (other.ipynb is cut short: the file ends "
        "in the middle of the notebook; save it and hand it in again)"
    ]


# ------------------------------------------------------------- archives, checkpoints, versions


def zipped(*members: tuple[str | zipfile.ZipInfo, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


NOTEBOOK_TEXT = json.dumps(filled(CROSS))
LINK = zipfile.ZipInfo(f"{CROSS}.ipynb")
LINK.external_attr = 0o120777 << 16


def with_file(folder: Folder, name: str, content: bytes) -> Folder:
    folder.put(name, "")
    (folder.root / name).write_bytes(content)
    return folder


@pytest.mark.parametrize(
    "content",
    [
        zipped((f"{CROSS}.ipynb", NOTEBOOK_TEXT)),
        zipped(("homework/week 2/mine.ipynb", NOTEBOOK_TEXT), ("__MACOSX/._mine.ipynb", b"\0")),
        zipped(("all.zip", zipped((f"{CROSS}.ipynb", NOTEBOOK_TEXT)))),
        zipped((f"a\\{CROSS}.ipynb", NOTEBOOK_TEXT), ("../../evil.py", "x"), ("/evil.py", "x")),
    ],
    ids=["plain", "in folders", "zip in zip", "paths out of it"],
)
def test_a_zip_file_that_holds_the_cells_is_read(folder, content):
    submission = with_file(folder, "hw.zip", content).read()
    assert is_answered(submission, CROSS)
    assert submission.notebooks[CROSS].file.startswith("hw.zip/")
    assert "hw.zip" not in submission.files
    assert not any("evil" in path.name for path in folder.root.parent.rglob("*"))


def test_what_lies_in_a_zip_file_is_there_until_the_submission_is_done(folder):
    content = zipped((f"hw/{CROSS}.ipynb", NOTEBOOK_TEXT), ("hw/helpers.py", "x = 1"))
    submission = with_file(folder, "hw.zip", content).read()
    helpers = submission.files["helpers.py"]
    assert helpers.read_text() == "x = 1"
    del submission
    gc.collect()
    assert not helpers.exists()


def test_a_zip_file_is_not_opened_where_all_is_answered(folder):
    content = zipped((f"{CROSS}.ipynb", json.dumps(filled(CROSS, "2"))))
    submission = with_file(folder.put_all(), "hw.zip", content).read()
    assert is_answered(submission, CROSS)
    assert list(submission.files) == ["hw.zip"]


def encrypted(content: bytes) -> bytes:
    """A zip file whose members say that they are encrypted."""
    at = content.index(b"PK\x01\x02")
    return content[: at + 8] + b"\x01" + content[at + 9 :]


def saying_to_hold_one_byte(content: bytes) -> bytes:
    """A zip file whose first member says so."""
    size = content.index(b"PK\x01\x02") + 24
    return content[:size] + b"\x01\0\0\0" + content[size + 4 :]


def stored(*members: tuple[str, str]) -> bytes:
    """A zip file whose members are not compressed, so that a byte of one can be changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "left_out"),
    [
        (
            stored(("damaged.txt", "abcdef"), (f"{CROSS}.ipynb", NOTEBOOK_TEXT)).replace(
                b"abcdef", b"abcdeX"
            ),
            "damaged.txt (damaged)",
        ),
        (
            encrypted(zipped(("secret.txt", "x"), (f"{CROSS}.ipynb", NOTEBOOK_TEXT))),
            "secret.txt (encrypted)",
        ),
        (
            zipped(("/evil.py", "x"), (f"{CROSS}.ipynb", NOTEBOOK_TEXT)),
            "/evil.py (its name leads elsewhere, or is too long or too deep)",
        ),
        (
            zipped(("../../evil.py", "x"), (f"{CROSS}.ipynb", NOTEBOOK_TEXT)),
            "../../evil.py (its name leads elsewhere, or is too long or too deep)",
        ),
        (
            zipped(("zeros.npy", bytes(50 * 2**20)), (f"{CROSS}.ipynb", NOTEBOOK_TEXT)),
            "zeros.npy (grows more than 200-fold when it is unpacked)",
        ),
        (
            saying_to_hold_one_byte(
                zipped(("zeros.npy", bytes(50 * 2**20)), (f"{CROSS}.ipynb", NOTEBOOK_TEXT))
            ),
            "zeros.npy (damaged)",
        ),
        (
            zipped((f"{CROSS}.ipynb", NOTEBOOK_TEXT), (f"{CROSS}.ipynb/x.bin", "x")),
            f"{CROSS}.ipynb/x.bin (File exists)",
        ),
    ],
    ids=[
        "checksum",
        "encrypted",
        "absolute path",
        "path out of it",
        "a bomb",
        "a bomb that hides its size",
        "a file in a file",
    ],
)
def test_one_bad_member_does_not_cost_the_zip_file(folder, content, left_out):
    submission = with_file(folder, "hw.zip", content).read()
    assert is_answered(submission, CROSS)
    assert f"left out of hw.zip: {left_out}" in submission.notes
    assert submission.files == {}


@pytest.mark.parametrize(
    ("members", "left_out"),
    [
        (
            [("hw/x_train.npy", os.urandom(2 * 2**20)), ("hw/weights.npy", b"x")],
            "hw/x_train.npy (at most 1 MB are unpacked)",
        ),
        (
            [("hw/x_train.npy", os.urandom(2**20 - 10)), ("hw/weights.npy", b"x")],
            "hw/x_train.npy (at most 1 MB are unpacked)",
        ),
        (
            [(f"hw/{number}.png", bytes(number)) for number in range(30)]
            + [("hw/weights.npy", b"")],
            "hw/8.png, hw/9.png, hw/10.png, hw/11.png, hw/12.png and 17 more (at most 10 files are "
            "unpacked)",
        ),
    ],
    ids=["a large file", "one that leaves little room", "many files"],
)
def test_what_has_no_room_costs_a_zip_file_no_answer(folder, monkeypatch, members, left_out):
    limits = archives.Limits(packed=16, unpacked=1, members=10)
    monkeypatch.setattr(submissions, "unpack", partial(archives.unpack, limits=limits))
    members = [*members, (f"hw/{CROSS}.ipynb", NOTEBOOK_TEXT)]
    submission = with_file(folder, "hw.zip", zipped(*members)).read()
    assert is_answered(submission, CROSS)
    assert submission.notes == [f"left out of hw.zip: {left_out}"]
    assert "weights.npy" in submission.files


def test_of_two_files_of_one_name_in_a_zip_file_the_last_counts(folder):
    longer = json.dumps(filled(CROSS, "'an answer that is longer'"))
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = zipped((f"{CROSS}.ipynb", longer), (f"{CROSS}.ipynb", NOTEBOOK_TEXT))
    assert is_answered(with_file(folder, "hw.zip", content).read(), CROSS)


@pytest.mark.parametrize("kept", [".git/objects", "__MACOSX", ".venv\\lib\\site-packages"])
def test_what_programs_keep_in_a_zip_file_does_not_count(folder, kept):
    many = [(f"hw/{kept}/{number}", "") for number in range(2_500)]
    submission = with_file(
        folder, "hw.zip", zipped(*many, (f"hw/{CROSS}.ipynb", NOTEBOOK_TEXT))
    ).read()
    assert is_answered(submission, CROSS)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("hw.zip", zipped((f"{CROSS}.ipynb", NOTEBOOK_TEXT))[:400], "is not a complete zip file"),
        ("hw.zip", encrypted(zipped((f"{CROSS}.ipynb", "x"))), "is encrypted"),
        ("hw.zip", zipped((f"{CROSS}.ipynb", bytes(50 * 2**20))), "grows more than 200-fold"),
        (
            "hw.zip",
            zipped(*((f"{n}.txt", "") for n in range(3000))),
            "995 more (at most 2,000 files",
        ),
        ("hw.zip", zipped((LINK, "/etc/passwd")), "left out of hw.zip: 2_cross_entropy.ipynb"),
        ("hw.zip", b"Rar!\x1a\x07\x00", "hw.zip is a RAR archive, whatever its name says"),
        ("hw.zip", b"7z\xbc\xaf\x27\x1c", "hw.zip is a 7-Zip archive, whatever its name says"),
        ("hw.rar", b"Rar!", "hw.rar was handed in, which is not read"),
        ("hw.tar.gz", b"\x1f\x8b", "hw.tar.gz was handed in, which is not read"),
        ("2_cross_entropy.pdf", b"%PDF", "2_cross_entropy.pdf was handed in, which is not read"),
    ],
)
def test_what_is_not_read_is_named_in_the_reason(folder, name, content, reason):
    submission = with_file(folder, name, content).read()
    assert statuses(submission) == ["missing"] * 6
    (note,) = submission.notebooks[CROSS].notes
    assert note.startswith("2_cross_entropy.ipynb is missing")
    assert reason in note
    assert note.endswith("hand in the notebook itself, as Jupyter saves it (.ipynb)")


@pytest.mark.parametrize(
    "name",
    [
        f"{CROSS}.ipynb.txt",
        f"{CROSS}.ipynb.json",
        f"{CROSS}.ipynb.download",
        f"{CROSS}.json",
        f".ipynb_checkpoints/{CROSS}-checkpoint.ipynb",
        "homework",
        f"{CROSS}.ipnyb",
        f"{CROSS}.ipyn",
        f"{CROSS}.zip",
        f".work/{CROSS}.ipynb",
        f".work/{CROSS}.ipynb/{CROSS}.ipynb",
    ],
)
def test_a_notebook_with_another_ending_is_read(folder, name):
    submission = folder.put_all(CROSS).put(name, filled(CROSS)).read()
    assert is_answered(submission, CROSS)
    assert submission.notebooks[CROSS].file == name
    assert (submission.files, submission.notes) == ({}, [])


@pytest.mark.parametrize(
    "name",
    [
        "homework",
        f"{CROSS}.ipynb.zip",
        "hw.zip (1)",
        "hw.zip.download",
        f"{CROSS}.ipynb",
        f"{CROSS}.py",
        "hw.ipynb",
        "hw.rar",
    ],
)
def test_a_zip_file_is_opened_whatever_its_ending(folder, name):
    content = zipped((f"{CROSS}.ipynb", NOTEBOOK_TEXT))
    submission = with_file(folder.put_all(CROSS), name, content).read()
    assert is_answered(submission, CROSS)
    handed_in = submission.notebooks[CROSS]
    assert handed_in.file == f"{name}/{CROSS}.ipynb"
    assert handed_in.notes == [f"{CROSS} was taken from {handed_in.file}, by its content"]
    assert submission.notes == []


def test_a_file_named_like_a_notebook_that_is_none_is_named_in_the_reason(folder):
    submission = folder.put_all(CROSS).put(f"{CROSS}.ipnyb", "no notebook").read()
    (note,) = submission.notebooks[CROSS].notes
    assert f"{CROSS}.ipnyb was handed in, which is not read" in note


def test_a_folder_named_like_a_notebook_is_looked_into(folder):
    submission = folder.put_all(CROSS).put(f"{CROSS}.ipynb/{CROSS}.ipynb", filled(CROSS)).read()
    assert is_answered(submission, CROSS)


@pytest.mark.parametrize("below", ["old", "backup", "release/autoencoders"])
@pytest.mark.parametrize("name", [f"{BASIC}_final", f"ada_{BASIC}", "all"])
def test_a_copy_further_down_is_not_taken_for_its_name(folder, below, name):
    folder.put(f"{below}/{BASIC}.ipynb", filled(BASIC, "2")).put(f"{name}.ipynb", filled(BASIC))
    assert folder.read().notebooks[BASIC].file == f"{name}.ipynb"


@pytest.mark.parametrize(
    "name",
    [
        f".{BASIC}.ipynb.swp",
        f".local/share/Trash/files/{BASIC}.ipynb",
        f".vscode/{BASIC}/losses.py",
    ],
)
def test_what_programs_keep_in_hidden_places_is_no_answer(folder, name):
    content = script(filled(BASIC)) if name.endswith(".py") else filled(BASIC)
    submission = folder.put_all(BASIC).put(name, content).read()
    assert submission.notebooks[BASIC].status == "missing"


def test_many_hidden_files_are_no_reason_for_a_note(folder, monkeypatch):
    monkeypatch.setattr("autograder.intake.files.MAX_ENTRIES", 50)
    for number in range(60):
        folder.put(f".cache/{number}", "x")
    submission = folder.put_all().put(f".cache/{'a/' * 14}b", "x").read()
    assert (statuses(submission), submission.notes) == (["read"] * 6, [])


def test_the_named_notebook_counts_before_a_newer_leftover_beside_it(folder):
    folder.put(f"hw/{BASIC}.ipynb", filled(BASIC)).put(f"hw/{BASIC}.orig", filled(BASIC, "2"))
    assert folder.read().notebooks[BASIC].file == f"hw/{BASIC}.ipynb"


def test_a_notebook_in_a_hidden_folder_is_read_only_where_there_is_no_other(folder):
    folder.put_all().put(f".work/{CROSS}.ipynb", filled(CROSS, "2"))
    folder.put(f".Trash-1000/files/{BASIC} (1).ipynb", filled(BASIC, "2"))
    submission = folder.put(f"._{CROSS}.ipynb", "").read()
    assert is_answered(submission, CROSS)
    assert (submission.files, submission.notes) == ({}, [])


@pytest.mark.parametrize(("first", "last"), [("hw-9", "hw-10"), ("a", "b"), ("b", "a")])
def test_of_several_zip_files_the_last_counts_and_it_is_said(folder, first, last):
    for name in (first, last):
        with_file(folder, f"{name}.zip", zipped(*all_answered(name)))
        os.utime(folder.root / f"{name}.zip", (folder.time, folder.time))
    submission = folder.read()
    assert all(is_answered(submission, name, repr(last)) for name in RELEASED)
    assert f"{first}.zip was not opened: all is answered without it" in submission.notes
    assert (
        submission.notebooks[CROSS]
        .notes[0]
        .startswith(f"{CROSS} was taken from {last}.zip/{CROSS}.ipynb")
    )


def test_notebooks_count_more_than_a_zip_file_beside_them_and_it_is_said(folder):
    folder.put(f"{CROSS}.ipynb", filled(CROSS, "1"))
    submission = with_file(folder, "hw.zip", zipped(*all_answered("zip"))).read()
    assert is_answered(submission, CROSS, "1")
    assert is_answered(submission, BASIC, "'zip'")
    assert submission.notes == [
        f"hw.zip/{CROSS}.ipynb was left aside for {CROSS}: files beside its archive, or in a later "
        "one, answer that"
    ]


def test_an_archive_that_lies_too_deep_is_named(folder):
    deepest = zipped((f"{CROSS}.ipynb", NOTEBOOK_TEXT))
    content = zipped(("b.zip", zipped(("c.zip", deepest))))
    submission = with_file(folder, "a.zip", content).read()
    (note,) = submission.notes
    assert note.startswith(
        "a.zip/b.zip/c.zip was not opened: at most 8 archives are opened, and no"
    )
    assert "a.zip/b.zip/c.zip" in submission.notebooks[CROSS].notes[0]


def all_answered(answer: str) -> list[tuple[str, str]]:
    return [(f"{name}.ipynb", json.dumps(filled(name, repr(answer)))) for name in RELEASED]


def test_a_checkpoint_is_not_read_where_there_is_another_file(folder):
    folder.put(f"{CROSS} (3).ipynb", filled(CROSS, "1"))
    folder.put(f".ipynb_checkpoints/{CROSS}-checkpoint.ipynb", filled(CROSS, "2"))
    handed_in = folder.read().notebooks[CROSS]
    assert handed_in.file == f"{CROSS} (3).ipynb"
    assert not any("checkpoint" in note for note in handed_in.notes)


@pytest.mark.parametrize(
    ("names", "last"),
    [
        (["-10", "-9", ""], "-10"),
        ([" (10)", " (9)"], " (10)"),
        (["_v3", "_v12", "_v2"], "_v12"),
        (["-1", ""], "-1"),
        (["-2026-11-30", "-2026-12-01", "-2026-9-30"], "-2026-12-01"),
        (["", "-Copy1", "-Copy12"], ""),
        (["-Copy2", "-Copy10"], "-Copy10"),
        (["_final2", "-1", "_final10"], "_final10"),
    ],
)
def test_of_several_versions_the_last_counts_by_number(folder, names, last):
    for name in (*(name for name in names if name == last), *names):
        if not (folder.root / f"{CROSS}{name}.ipynb").exists():
            folder.put(f"{CROSS}{name}.ipynb", filled(CROSS, f"'{name}'"))
    handed_in = folder.read().notebooks[CROSS]
    assert handed_in.file == f"{CROSS}{last}.ipynb"
    others = [note for note in handed_in.notes if "was left aside" in note]
    assert len(others) == len(names) - 1


def test_dates_that_begin_with_the_day_are_put_in_order(folder):
    """November's 28 is a larger number than December's 5."""
    folder.put(f"{CROSS}_28-11-2026.ipynb", filled(CROSS, "1"))
    handed_in = folder.put(f"{CROSS}_05-12-2026.ipynb", filled(CROSS, "2")).read().notebooks[CROSS]
    assert handed_in.file == f"{CROSS}_05-12-2026.ipynb"
    assert handed_in.notes[-1].endswith(
        f"left aside: {CROSS}_05-12-2026.ipynb is the later version"
    )


@pytest.mark.parametrize("stem", [CROSS, "homework"])
def test_numbers_of_students_are_no_versions_so_that_the_newer_file_counts(folder, stem):
    folder.put(f"{stem}_7654321.ipynb", filled(CROSS, "1"))
    handed_in = folder.put(f"{stem}_1234567.ipynb", filled(CROSS, "2")).read().notebooks[CROSS]
    assert handed_in.file == f"{stem}_1234567.ipynb"
    assert handed_in.notes[-1].endswith(f"was left aside: {stem}_1234567.ipynb is newer")


def test_versions_of_a_file_of_another_name_count_by_number(folder):
    folder.put("hw-10.ipynb", filled(CROSS, "10")).put("hw-9.ipynb", filled(CROSS, "9"))
    assert folder.read().notebooks[CROSS].file == "hw-10.ipynb"


def test_an_untouched_later_version_does_not_count(folder):
    folder.put(f"{CROSS}.ipynb", filled(CROSS)).put(f"{CROSS} (1).ipynb", RELEASED[CROSS])
    assert folder.read().notebooks[CROSS].file == f"{CROSS}.ipynb"


def test_reading_ends_in_time(folder, monkeypatch):
    """Not every file is read where that takes too long, and the note says so."""
    monkeypatch.setattr(submissions, "MAX_SECONDS", 0)
    submission = folder.put_all().read()
    assert statuses(submission) == ["unreadable"] * 6
    assert "was not read: the files before it took too long" in submission.notebooks[CROSS].notes[0]


def test_many_cells_that_do_not_parse_are_read_once(folder):
    """Each was parsed for each file and exercise, which took minutes."""
    whole = [
        cell for name in RELEASED for cell in filled(name).cells if "nbgrader" in cell.metadata
    ]
    names = " ".join(cell.id for cell in whole)
    for number in range(3):
        own = [
            nbformat.v4.new_code_cell(f"x{i} = {number}\n# {names}\n(" + "a, " * 400)
            for i in range(400)
        ]
        folder.put(f"other{number}.ipynb", nbformat.v4.new_notebook(cells=[*whole, *own]))
    with at_most(60):
        submission = folder.put_all().read()
    assert all(is_answered(submission, name) for name in RELEASED)


@pytest.mark.parametrize(
    "line",
    ["%x\n" * 29 + "a," * 9_000, ",x\n" * 6_000, "a" * 19_000 + " ?"],
    ids=["many magics", "automatic quotes", "a long name"],
)
def test_many_cells_of_magics_are_read_in_time(folder, monkeypatch, line):
    """IPython reads a cell anew for each of them, which took minutes."""
    monkeypatch.setattr(magics, "MAX_IN_ALL", magics.MAX_IN_ALL // 3)  # which is long enough here
    names = " ".join(cell.id for cell in RELEASED[ELBO].cells)
    own = [nbformat.v4.new_code_cell(f"x{i} = 1  # {names}\n%x\n{line}\n(") for i in range(100)]
    notebook = copy.deepcopy(RELEASED[ELBO])
    notebook.cells += [nbformat.v4.new_code_cell("%x\ndef kl(q, p):\n    return 7"), *own]
    with at_most(20):
        submission = folder.put(f"{ELBO}.ipynb", notebook).read()
        assert "return 7" in answer_in(submission, ELBO, "kl")


def test_a_file_is_looked_through_once_for_answers(folder, monkeypatch):
    looked_through = []

    def noted(*arguments):
        looked_through.append(arguments)
        return rebuild(*arguments)

    monkeypatch.setattr(contents_module, "rebuild", noted)
    for number in range(3):
        folder.put(f"{CROSS} ({number}).ipynb", bare(filled(CROSS, str(number))))
        with_file(folder, f"{number}.zip", zipped(("x.txt", "")))
    folder.read()
    assert len(looked_through) == 3


def all_in_one(*more: nbformat.NotebookNode):
    """The graded cells of all released notebooks as one, and more cells."""
    graded = [
        cell for name in RELEASED for cell in RELEASED[name].cells if "nbgrader" in cell.metadata
    ]
    return nbformat.v4.new_notebook(cells=[*graded, *more])


def test_the_lines_of_a_cell_are_looked_at_once(folder, monkeypatch):
    """They were for each released notebook and each question to it, which took minutes."""
    split = []

    def noted(source):
        split.append(source)
        return comparing.same_text(source)

    monkeypatch.setattr(reading, "same_text", noted)
    own = [nbformat.v4.new_code_cell("x\n" * 100 + str(number)) for number in range(20)]
    for number in range(3):
        folder.put(f"{number}.ipynb", all_in_one(*own))
    assert statuses(folder.read()) == ["read"] * 6
    assert len(split) <= 3 * len(all_in_one(*own).cells)


def test_more_code_and_text_than_has_room_costs_no_notebook_of_the_expected_name(
    folder, monkeypatch
):
    size = sum(len(cell.source) for name in RELEASED for cell in filled(name).cells)
    monkeypatch.setattr(candidates, "MAX_SOURCES_IN_ALL", size)
    for number in range(3):
        folder.put(f"0{number}.ipynb", {"cells": [nbformat.v4.new_raw_cell("x" * (size // 2))]})
    submission = folder.put_all().read()
    assert all(is_answered(submission, name) for name in RELEASED)
    assert len(submission.notes) == 3
    reason = "02.ipynb was not looked into: with the files before it there are more than"
    assert reason in submission.notes[-1]


def test_six_notebooks_and_thirty_copies_of_them_are_read_in_full(folder):
    for number in range(30):
        name = list(RELEASED)[number % 6]
        copied = filled(name, str(number))
        copied.cells.append(nbformat.v4.new_code_cell(f"# {'x' * 650_000}"))
        folder.put(f"{name} ({number + 1}).ipynb", copied)
    submission = folder.put_all().read()
    files = [submission.notebooks[name].file for name in RELEASED]
    assert files == [f"{name} ({number}).ipynb" for number, name in enumerate(RELEASED, start=25)]
    assert submission.notes == []


def test_files_are_looked_through_for_answers_for_a_time_only(folder, monkeypatch):
    monkeypatch.setattr(contents_module, "rebuild", None)  # which is not to be called
    monkeypatch.setattr(contents_module, "monotonic", lambda: math.inf)
    for number in range(3):
        folder.put(f"{number}.ipynb", all_in_one())
    submission = folder.put_all().read()
    assert all(is_answered(submission, name) for name in RELEASED)
    assert any("not every file was looked through" in note for note in submission.notes)


# -------------------------------------------------------------------------- merged and helpers


@pytest.mark.parametrize("name", ["all.ipynb", f"{BASIC}.ipynb"])
def test_one_notebook_with_all_cells_answers_everything(folder, name):
    whole = filled(BASIC)
    for other in list(RELEASED)[1:]:
        whole.cells += filled(other).cells
    submission = folder.put(name, whole).read()
    assert all(is_answered(submission, each) for each in RELEASED)
    # What the course gives for one notebook does not run in another.
    assert "def dense(" not in "".join(cell.source for cell in submission.notebooks[CROSS].cells)


def test_one_script_with_all_functions_answers_all_functions(folder):
    functions = [
        cell.source
        for name in RELEASED
        for cell in filled(name).cells
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code"
    ]
    submission = folder.put("solution.py", "\n\n\n".join(functions)).read()
    for name in RELEASED:
        assert submission.notebooks[name].file == "solution.py"
    assert "return 1" in answer_in(submission, XAVIER, "xavier_init")


HELPER = "def cross_entropy(x, z):\n    return 2\n"


@pytest.mark.parametrize(
    "use",
    [
        "import losses",
        "from losses import *",
        "%run losses.py",
        "%run losses",
        "import importlib\nlosses = importlib.import_module('losses')",
    ],
)
def test_a_script_that_a_notebook_uses_stays_beside_it(folder, use):
    notebook = filled(BASIC)
    notebook.cells.insert(3, nbformat.v4.new_code_cell(use))
    submission = folder.put(f"{BASIC}.ipynb", notebook).put("losses.py", HELPER).read()
    assert submission.notebooks[CROSS].status == "missing"
    assert list(submission.files) == ["losses.py"]


@pytest.mark.parametrize("package", ["", "own/"])
def test_a_script_that_only_another_script_uses_stays_beside_the_notebook(folder, package):
    whole = f"{package}__init__.py" if package else "helpers.py"
    folder.put(whole, "from losses import *\n").put(f"{package}losses.py", HELPER)
    submission = folder.put_all().read()
    assert is_answered(submission, CROSS)
    assert sorted(submission.files) == sorted([whole, f"{package}losses.py"])


@pytest.mark.parametrize("name", ["2", "first", "code", "loss", "network"])
def test_a_word_of_the_text_makes_no_script_a_module(folder, name):
    """Such as "from 1 to 2" in what was released, or in a comment of the student's."""
    commented = filled(BASIC)
    commented.cells.insert(3, nbformat.v4.new_code_cell("x = 1  # from 2: import the first code"))
    folder.put_all(BASIC, CROSS).put(f"{BASIC}.ipynb", commented)
    submission = folder.put(f"{name}.py", script(filled(CROSS))).read()
    assert is_answered(submission, CROSS)
    assert submission.files == {}


def test_a_script_that_nothing_uses_and_that_defines_the_function_is_the_answer(folder):
    submission = folder.put_all(CROSS).put("losses.py", HELPER).read()
    assert "return 2" in answer_in(submission, CROSS, "cross_entropy")
    assert submission.files == {}


def test_a_script_is_no_answer_where_the_notebook_has_one(folder):
    submission = folder.put_all().put("losses.py", HELPER).read()
    assert is_answered(submission, CROSS)


def test_a_function_that_the_course_gives_is_no_answer(folder):
    """Notebooks 3, 4 and 6 are given a cross_entropy, which is the exercise of notebook 2."""
    for name in (XAVIER, DEEPER, VAE):
        folder.put(f"{name} renamed.ipynb", bare(filled(name)))
    submission = folder.read()
    assert statuses(submission) == ["missing", "missing", "read", "read", "missing", "read"]


def test_a_notebook_of_no_task_is_named_and_not_run(folder):
    scratch = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")])
    submission = folder.put_all(BASIC).put("extra.ipynb", scratch).read()
    assert submission.notebooks[BASIC].status == "missing"
    assert submission.notes == ["extra.ipynb belongs to no task and was not run"]


def test_one_pasted_cell_does_not_hide_the_functions_beside_it(folder):
    graded = [cell for cell in filled(ELBO).cells if "nbgrader" in cell.metadata]
    functions = [
        nbformat.v4.new_code_cell(cell.source)
        for cell in graded
        if cell.cell_type == "code" and cell.metadata.nbgrader.solution
    ]
    pasted = next(cell for cell in filled(BASIC).cells if cell.id == "encoder")
    cells = [pasted, *functions, graded[-1]]
    submission = folder.put("mine.ipynb", nbformat.v4.new_notebook(cells=cells)).read()
    assert statuses(submission) == [*["missing"] * 4, "read", "missing"]
    assert "return 1" in answer_in(submission, ELBO, "kl")


def test_one_copied_cell_does_not_make_a_notebook(folder):
    cell = next(cell for cell in filled(BASIC).cells if cell.id == "encoder")
    submission = folder.put("scratch.ipynb", nbformat.v4.new_notebook(cells=[cell])).read()
    assert submission.notebooks[BASIC].status == "missing"


# -------------------------------------------------------------------------------- other files


def test_the_students_own_files_lie_beside_the_notebooks(folder):
    folder.put_all().put("helpers.py", "x = 1").put("lab/__init__.py", "hacked").put(
        "data/a b.csv", "1"
    )
    folder.put(".ipynb_checkpoints/1_basic_autoencoder-checkpoint.ipynb", filled(BASIC))
    folder.put("__pycache__/helpers.pyc", "").put(".git/config", "").put(".DS_Store", "")
    folder.put("venv/pyvenv.cfg", "").put("venv/lib/tensorflow.py", "")
    # As `python -m venv .` leaves it.
    folder.put("pyvenv.cfg", "").put("lib/python3/ast.py", "").put("bin/activate", "")
    submission = folder.read()
    assert statuses(submission) == ["read"] * 6
    assert submission.files == {
        "helpers.py": folder.root / "helpers.py",
        "data/a b.csv": folder.root / "data/a b.csv",
    }
    assert submission.notes == []


def test_files_are_seen_from_the_folder_of_the_notebooks(folder):
    for name in RELEASED:
        folder.put(f"homework/{name}.ipynb", filled(name))
    folder.put("homework/helpers.py", "x = 1").put("homework/lab/__init__.py", "").put("top.py", "")
    submission = folder.read()
    assert statuses(submission) == ["read"] * 6
    assert sorted(submission.files) == ["helpers.py", "top.py"]


def test_too_many_and_too_large_files_are_left_out_with_a_note(folder):
    for number in range(250):
        folder.put(f"{number:03}.txt", "")
    folder.put("large.bin", "")
    os.truncate(folder.root / "large.bin", other_files.MAX_FILES_SIZE + 1)
    submission = folder.put("helpers.py", "").read()
    assert len(submission.files) == 200
    assert "helpers.py" in submission.files
    assert "large.bin" not in submission.files
    assert len(submission.notes) == 1
    assert "at most 200 files and 20 MB" in submission.notes[0]


# ------------------------------------------------------------------------- links and big trees


def test_a_file_that_cannot_be_opened_is_left_out_with_a_note(folder, monkeypatch):
    """Root can open any, so that the system's word is replaced here."""
    folder.put_all().put("notes.txt", "x").put("more.txt", "y")
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "notes.txt")
    submission = folder.read()
    assert list(submission.files) == ["more.txt"]
    assert submission.notes[0].endswith("that can be opened: notes.txt")


def test_files_that_are_no_notebooks_are_looked_into_for_a_time_only(folder, monkeypatch):
    folder.put_all()
    for number in range(5):
        folder.put(f"{number}.py", "def kl(): pass")
    monkeypatch.setattr(submissions, "MAX_SECONDS", 0)
    notes = folder.read().notes
    assert "more notebooks and scripts than can be read; not read: 0.py, 1.py, 2.py" in notes[0]


def test_links_inside_the_submission_are_followed_and_others_are_not(folder, tmp_path):
    other = Folder(tmp_path / "bob/autoencoders").put(f"{BASIC}.ipynb", filled(BASIC))
    (folder.root / f"{BASIC}.ipynb").symlink_to(other.root / f"{BASIC}.ipynb")
    (folder.root / "secret.txt").symlink_to("/etc/passwd")
    (folder.root / "bobs").symlink_to(other.root)
    (folder.root / "loop").symlink_to("loop")
    (folder.root / "inside.ipynb").symlink_to("real/x.ipynb")
    submission = folder.put("real/x.ipynb", filled(CROSS)).read()
    assert submission.notebooks[BASIC].status == "unreadable"
    assert "is a link to another file" in submission.notebooks[BASIC].notes[0]
    assert is_answered(submission, CROSS)
    assert submission.files == {}
    assert submission.notes == [
        "left out, because it cannot be opened or is not a file: bobs, loop, secret.txt"
    ]


def test_pipes_and_folders_in_place_of_notebooks_are_unreadable(folder):
    os.mkfifo(folder.root / f"{BASIC}.ipynb")
    (folder.root / f"{CROSS}.ipynb").mkdir()
    os.mkfifo(folder.root / "helpers.py")
    submission = folder.read()
    assert statuses(submission) == ["unreadable"] * 2 + ["missing"] * 4
    assert submission.files == {}


@pytest.mark.parametrize(
    "case", ["missing", "a file", "a link out", "a link in", "a loop", "empty"]
)
def test_a_submission_that_is_no_folder_says_so(tmp_path, case):
    student = tmp_path / "ada"
    other = Folder(tmp_path / "bob/autoencoders").put_all()
    student.mkdir()
    place = student / "autoencoders"
    if case == "a file":
        place.write_text("x")
    elif case == "a link out":
        place.symlink_to(other.root)
    elif case == "a link in":
        other.root.rename(student / "real")
        place.symlink_to("real")
    elif case == "a loop":
        place.symlink_to("autoencoders")
    elif case == "empty":
        place.mkdir()
    submission = read_submission(place, RELEASED, SHIPPED)
    expected = {"a link in": "read", "missing": "missing", "empty": "missing"}
    assert statuses(submission) == [expected.get(case, "unreadable")] * 6
    if case != "a link in":
        assert all(each.notes[0] for each in submission.notebooks.values())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every folder")
def test_a_folder_without_permission_is_unreadable(folder):
    folder.put_all().root.chmod(0)
    submission = folder.read()
    folder.root.chmod(0o700)
    assert statuses(submission) == ["unreadable"] * 6
    assert "Permission denied" in submission.notebooks[BASIC].notes[0]


def test_a_submission_of_very_many_files_is_read(folder, monkeypatch):
    monkeypatch.setattr(files, "MAX_ENTRIES", 500)
    for number in range(1000):
        (folder.root / f"0{number:05}.png").touch()
    submission = folder.put_all().read()
    assert statuses(submission) == ["read"] * 6
    assert any("more than 500 files" in note for note in submission.notes)


def test_a_deep_tree_is_walked_as_far_as_sensible(folder):
    deep = folder.root
    for _ in range(100):
        deep = deep / "d"
        deep.mkdir()
    submission = folder.put_all().read()
    assert statuses(submission) == ["read"] * 6
    assert any("levels of folders" in note for note in submission.notes)


def test_very_many_notebooks_are_not_all_read(folder):
    folder.put_all()
    for number in range(60):
        folder.put(f"scratch{number}.ipynb", {"cells": []})
    submission = folder.read()
    assert statuses(submission) == ["read"] * 6
    assert any("more notebooks and scripts than can be read" in n for n in submission.notes)


# -------------------------------------------------------------------------------- any content

SOURCES = {name: json.dumps(filled(name)) for name in RELEASED}
file_names = st.sampled_from(
    [*(f"{name}.ipynb" for name in RELEASED), "x.ipynb", "1_basic_autoencoder (2).ipynb", "a.txt"]
)
contents = st.one_of(
    st.binary(max_size=100),
    st.sampled_from(sorted(SOURCES.values())).map(str.encode),
    st.tuples(st.sampled_from(sorted(SOURCES.values())), st.integers(0, 30_000)).map(
        lambda drawn: drawn[0][: drawn[1]].encode()
    ),
    st.tuples(st.sampled_from(sorted(SOURCES.values())), st.integers(0, 15_000)).map(
        lambda drawn: drawn[0].replace("encoder", "\\ud800", drawn[1] % 7).encode()
    ),
)


@settings(
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(files=st.dictionaries(file_names, contents, max_size=5))
def test_no_content_raises_and_all_of_it_can_be_rebuilt(tmp_path, files):
    place = tmp_path / "ada/autoencoders"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for name, content in files.items():
        (place / name).write_bytes(content)
    submission = read_submission(place, RELEASED, SHIPPED)
    for name, handed_in in submission.notebooks.items():
        assert handed_in.status in ("read", "missing", "unreadable")
        assert handed_in.status == "read" or handed_in.notes
        rebuilt = rebuild(RELEASED[name], handed_in.cells)
        nbformat.validate(rebuilt.notebook)
        nbformat.writes(rebuilt.notebook).encode()
        "\n".join([*submission.notes, *handed_in.notes, *rebuilt.notes]).encode()


@pytest.mark.parametrize("name", [f"{CROSS}.py", "hw.zip"])
def test_what_was_not_tried_for_no_fault_of_its_own_is_neither_missing_nor_unreadable(
    folder, monkeypatch, name
):
    content = zipped((f"{CROSS}.ipynb", NOTEBOOK_TEXT)) if name == "hw.zip" else b"def kl(): pass"
    submitted = with_file(folder, name, content)
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    handed_in = submitted.read().notebooks[CROSS]
    assert handed_in.status == "not tried"
    assert "no process could be started here" in handed_in.notes[0]
