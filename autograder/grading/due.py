"""Finds out which submissions are to be graded: new ones, changed ones and interrupted ones."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.intake.class_folders import is_folder
from autograder.intake.files import walk
from autograder.judging.record import read_judgement

# Lies in the folder of a graded submission of which notebooks are to be graded again, until that is
# done; a line for each.
AGAIN = ".again"


@dataclass(frozen=True)
class Due:
    """A submission that is to be graded: its student, its folder, its fingerprint."""

    student: str
    source: Path
    fingerprint: str


def fingerprint(folder: Path) -> str:
    """Tells whether a submission has changed: by names, sizes and times, as `make` does.

    What its files hold is not read, since a file may be of any size.
    """
    if not is_folder(folder):
        return "no folder"
    files = walk(folder)
    lines = [
        f"{file.modified} {file.size} {file.name}"
        for file in (*files.found, *files.hidden, *files.checkpoints)
    ]
    text = "\n".join(sorted(lines)).encode(errors="surrogateescape")
    return hashlib.sha256(text).hexdigest()


def is_due(graded: Path, names: Iterable[str], submission: str) -> bool:
    """Whether notebooks of a submission, of this fingerprint, are to be graded.

    `graded` is where the graded notebooks lie, or will.
    """
    if not again(graded).isdisjoint(names):
        return True
    known = read_judgement(graded)
    return any(known.get(name, {}).get("submission") != submission for name in names)


def again(graded: Path) -> set[str]:
    """The notebooks in the folder of a graded submission that are to be graded again."""
    path = graded / AGAIN
    return set(path.read_text(encoding="utf-8").splitlines()) if path.exists() else set()


def mark_again(graded: Path, names: Iterable[str]) -> None:
    """Have notebooks be graded again, also by a later run where this one is interrupted.

    These take the place of those that were marked before.
    """
    if graded.is_dir():
        path = graded / AGAIN
        if not (names := sorted(names)):
            path.unlink(missing_ok=True)
            return
        # At once: a disk that is full costs no mark. The old file may be read-only, by nbgrader.
        new = path.with_suffix(".new")
        new.unlink(missing_ok=True)
        new.write_text("\n".join(names), encoding="utf-8")
        new.replace(path)
