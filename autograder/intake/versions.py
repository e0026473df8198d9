"""Reads from a file's name which of several versions of a notebook it is."""

import re
from dataclasses import dataclass
from datetime import date

COPY = re.compile(r"[ck]op(?:y|ie|ia)|backup", re.IGNORECASE)
# `-10`, ` (2)`, `_v3`, `-2026-11-27`, at the end of a name. There is one way only to read a name as
# this, so that one which ends otherwise is not tried in all ways.
NUMBERS = re.compile(
    r"(?:[\W_]*(?:(?:v|ver|version)[\W_]*)?(?<!\d)\d{1,20}(?!\d)){1,6}[\W_]*\Z", re.IGNORECASE
)
WRITTEN_TOGETHER = re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)(?!\d)")  # 20261128
YEAR_LAST = re.compile(r"(?<!\d)(\d\d)[\W_](\d\d)[\W_](\d{4})(?!\d)")  # 28.11.2026
CENTURY = range(2000, 2100)  # in which homework is handed in
MAX_DIGITS = 5  # of a version; longer numbers say whose a file is, or at what second it was saved
MAX_NAME = 255  # characters of a name that are looked at


@dataclass(frozen=True, order=True)
class Version:
    """A version of a notebook; those that are later are greater.

    `numbers` are those at the end of its name, dates from the year on, and none is the first
    version. A copy (`2_title-Copy1`) is a version of its own beside them: students make one before
    they go on.
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
    numbers = _numbers(found[0]) if found else ()
    series = named or (rest[: found.start()] if found else rest).casefold()
    if COPY.search(stem):
        return series, Version((), False, numbers)
    return series, Version(numbers, True, ())


def _numbers(text: str) -> tuple[int, ...]:
    """The numbers of a version, from the one that counts most."""
    text = WRITTEN_TOGETHER.sub(lambda found: _date(found[1], found[2], found[3]) or found[0], text)
    text = YEAR_LAST.sub(_from_the_year_on, text)
    return tuple(int(number) for number in re.findall(r"\d+", text) if len(number) <= MAX_DIGITS)


def _from_the_year_on(found: re.Match[str]) -> str:
    """A date that ends with its year: the day comes first, where that may be."""
    first, second, year = found.groups()
    return _date(year, second, first) or _date(year, first, second) or found[0]


def _date(year: str, month: str, day: str) -> str | None:
    """A date as its numbers, from the year on; None where there is no such day."""
    if int(year) not in CENTURY:
        return None
    try:
        return str(date(int(year), int(month), int(day)))
    except ValueError:
        return None


def _after(stem: str, named: str) -> str:
    """What follows the released name in a file's name."""
    letters = re.sub(r"[\W_]+", "", named)
    pattern = r"[\W_]*".join(map(re.escape, letters))
    found = re.search(pattern, stem, re.IGNORECASE)
    return stem[found.end() :] if found else stem
