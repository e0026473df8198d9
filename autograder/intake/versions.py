"""Reads from a file's name which of several versions of a notebook it is."""

import re
from dataclasses import dataclass

COPY = re.compile(r"[ck]op(?:y|ie|ia)|backup", re.IGNORECASE)
# `-10`, ` (2)`, `_v3`, `-2026-11-27`, at the end of a name. There is one way only to read a name as
# this, so that one which ends otherwise is not tried in all ways.
NUMBERS = re.compile(
    r"(?:[\W_]*(?:(?:v|ver|version)[\W_]*)?\d{1,9}(?!\d)){1,6}[\W_]*\Z", re.IGNORECASE
)
MAX_NAME = 255  # characters of a name that are looked at


@dataclass(frozen=True, order=True)
class Version:
    """A version of a notebook; those that are later are greater.

    `numbers` are those at the end of its name, and none is the first version. A copy
    (`2_title-Copy1`) is a version of its own beside them: students make one before they go on.
    """

    numbers: tuple[int, ...]
    is_original: bool
    copy: tuple[int, ...]


def version_of(stem: str, named: str | None) -> tuple[str, Version]:
    """The series that a file belongs to, and its version in it.

    `stem` is the file's name without its ending, and `named` the released notebook that it
    contains; all files that contain the same are one series.
    """
    stem = stem[-MAX_NAME:]
    rest = _after(stem, named) if named else stem
    found = NUMBERS.search(rest)
    numbers = tuple(int(number) for number in re.findall(r"\d+", found[0])) if found else ()
    series = named or (rest[: found.start()] if found else rest).casefold()
    if COPY.search(stem):
        return series, Version((), False, numbers)
    return series, Version(numbers, True, ())


def _after(stem: str, named: str) -> str:
    """What follows the released name in a file's name."""
    letters = re.sub(r"[\W_]+", "", named)
    pattern = r"[\W_]*".join(map(re.escape, letters))
    found = re.search(pattern, stem, re.IGNORECASE)
    return stem[found.end() :] if found else stem
