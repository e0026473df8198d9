"""Finds the submissions of a class, and names what lies among them and is none."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course import meant
from autograder.text import plain

MAX_NAMED = 3  # entries of one folder in one line
MAX_LOOKED_AT = 100  # entries of one folder that is not a submission


@dataclass
class ClassFolder:
    """The submissions to an assignment by student, and a line for each entry that is none."""

    submissions: dict[str, Path] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


def find_submissions(
    submitted: Path,
    assignment: str,
    wanted: str = "*",
    assignments: frozenset[str] = frozenset(),
    below: Path | None = None,
) -> ClassFolder:
    """What lies in the folder `submitted`, where <student>/<assignment>/ is expected.

    Where nbgrader's directory_structure says so, `below` is expected in place of <assignment>/.

    `wanted` is a student's name or a pattern for names; what belongs to no student is only told of
    where it is for all. Folders of other `assignments` are as they should be.
    """
    found = ClassFolder()
    entries = sorted(submitted.iterdir()) if submitted.is_dir() else []
    students = meant((entry.name for entry in entries), wanted)
    below = Path(assignment) if below is None else below
    shown = f"{submitted.name}/{{}}/" + ("" if below == Path() else f"{below.as_posix()}/")
    for entry in entries:
        name = plain(os.fsencode(entry.name).decode("utf-8", "replace"))
        problem = None
        if not entry.name.isprintable():
            problem = f"{submitted.name}/{name}: no gradebook can hold this name; rename it"
        elif not is_folder(entry):
            problem = f"{submitted.name}/{name} is not a submission: expected a folder for each "
            problem += f"student, {shown.format('<student>')}"
        elif entry.name.startswith(".") or entry.name == "__MACOSX":
            problem = f"{submitted.name}/{name} is not a submission and was left out"
        elif os.path.lexists(entry / below):
            if entry.name in students:
                found.submissions[entry.name] = entry / below
        elif _is_misplaced(entry, assignment) or entry.name in students:
            found.lines += _lines(entry, assignment, assignments, shown, wanted)
        if problem and wanted == "*":
            found.lines.append(problem)
    return found


def _lines(
    entry: Path, assignment: str, assignments: frozenset[str], shown: str, wanted: str
) -> Iterator[str]:
    """What is to be said of a folder that holds no submission."""
    place = f"{entry.parent.name}/{plain(entry.name)}"
    if _is_misplaced(entry, assignment):
        students = _entries(entry)
        those = meant((student.name for student in students), wanted)
        for student in students:
            if is_folder(student) and student.name in those:
                name = plain(student.name)
                yield f"{place}/{name} is not a submission: expected {shown.format(name)}"
        return
    if not os.access(entry, os.R_OK | os.X_OK):
        yield f"{place} cannot be opened: it is another account's, and readable for that alone"
        return
    there = _entries(entry)
    if any(one.name in assignments for one in there):
        return  # to another assignment, and this one was not handed in
    names = [plain(one.name) + ("/" if is_folder(one) else "") for one in there]
    more = ", …" if len(names) > MAX_NAMED else ""
    what = f"it holds {', '.join(names[:MAX_NAMED])}{more}" if names else "it is empty"
    yield f"{place} is not a submission: expected {shown.format(plain(entry.name))}, and {what}"


def _is_misplaced(entry: Path, assignment: str) -> bool:
    """Whether a folder of students is called as the assignment is: the wrong way round."""
    return entry.name.casefold() == assignment.casefold()


def is_folder(path: Path) -> bool:
    """Whether a path is that of a folder; one that cannot be looked at is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _entries(folder: Path) -> list[Path]:
    """The entries of a folder but hidden ones, in order; none where it cannot be opened."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry, _ in zip(entries, range(MAX_LOOKED_AT), strict=False)]
    except OSError:
        return []
    return [folder / name for name in sorted(names) if not name.startswith(".")]
