"""Reads whose file is whose from the names in an archive of a learning management system.

Moodle (`mod/assign`, "Download all submissions") has a folder a participant,
`Fullname_123_assignsubmission_file`, until version 4.1 with one `_` more, or puts that before the
file's name; Canvas (`lib/content_zipper.rb`) has files `name_31_77_file` or `name_LATE_31_77_file`,
31 being the user and 77 the file, and `anon_aB3x9_77_file` or `LATE_anon_aB3x9_77_file` where
students are anonymous.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from autograder.text import plain

MOODLE = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+_?(?P<rest>.*)", re.S)
CANVAS = re.compile(
    r"(?P<name>.+?)(?P<late>_LATE)?_(?P<number>\d+)_(?P<version>\d+)_(?P<rest>.+)", re.S
)
ANONYMOUS = re.compile(
    r"(?P<late>LATE_)?(?P<name>(?P<number>anon_[A-Za-z0-9]{5}))_(?P<version>\d+)_(?P<rest>.+)", re.S
)
NOT_IN_A_NAME = re.compile(r"[/\\]+")


@dataclass(frozen=True)
class Named:
    """A file of a student's, by its name in an archive; `name` is the student's there.

    An anonymous student has no number, but the name in its place.
    `version` tells uploads of one file apart: the highest is the last.
    """

    system: str
    name: str
    number: str
    file: PurePosixPath
    version: int = 0
    late: bool = False


def parse(path: PurePosixPath) -> Named | None:
    """Whose file a member of an archive is, and what it is called; None where nothing says so."""
    parts = path.parts
    for depth, part in enumerate(parts):
        found = MOODLE.fullmatch(part)
        if found:
            return _named("moodle", found, (found["rest"], *parts[depth + 1 :]))
    found = ANONYMOUS.fullmatch(path.name) or CANVAS.fullmatch(path.name)
    if found:
        return _named("canvas", found, (found["rest"],), int(found["version"]), bool(found["late"]))
    return None


def _named(
    system: str,
    found: re.Match[str],
    rest: tuple[str, ...],
    version: int = 0,
    late: bool = False,
) -> Named | None:
    parts = [part for part in rest if part]
    if not parts or any(part in (".", "..") or NOT_IN_A_NAME.search(part) for part in parts):
        return None
    return Named(system, found["name"], found["number"], PurePosixPath(*parts), version, late)


def safe_name(name: str, number: str) -> str:
    """A student's name as the name of a folder, which leads nowhere else."""
    # A Mac takes letters and their accents apart.
    name = unicodedata.normalize("NFC", name)
    folder = plain(NOT_IN_A_NAME.sub(" ", name), 100).strip(" .")
    return folder or f"student {number}"
