"""Chooses among the files of a submission the one that answers a released notebook."""

from dataclasses import dataclass, field
from typing import Any

from autograder.intake.candidates import Candidate
from autograder.intake.contents import Contents
from autograder.intake.reading import SubmittedCell
from autograder.intake.versions import Version, version_of


@dataclass
class HandedIn:
    """What was handed in for one notebook.

    `status` is "read", "missing", "unreadable" or "not tried", and but for the first the first note
    is the reason. `file` is the name of the file that was taken.
    """

    status: str
    file: str | None = None
    cells: list[SubmittedCell] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def choose(name: str, candidates: list[Candidate], contents: Contents) -> Candidate | None:
    """What answers a released notebook: what can be read, holds answers, and is named so or new.

    Of the versions of one file the last counts, by the number in its name.
    """
    fitting = [each for each in candidates if name in each.serves and not each.is_superseded]
    fitting = [candidate for candidate in fitting if not candidate.problem] or fitting
    if len(fitting) > 1:
        fitting = [each for each in fitting if contents.has_answers(name, each.cells)] or fitting
    top = min((_depth(each) for each in fitting), default=0)
    last: dict[str, Candidate] = {}
    for candidate in sorted(fitting, key=lambda each: _rank_in_series(each, name, top)):
        last[_series(candidate)] = candidate
    rank: dict[str, tuple[bool, bool]] = {}  # of each series, by its best name
    for candidate in fitting:
        series = _series(candidate)
        rank[series] = max(rank.get(series, (False, False)), _rank_of_name(candidate, name, top))
    return max(last.values(), key=lambda each: (rank[_series(each)], *_newness(each)), default=None)


def handed_in(
    name: str, chosen: dict[str, Candidate | None], candidates: list[Candidate], contents: Contents
) -> HandedIn:
    """What was handed in for a released notebook, with what is to be said of the choice."""
    candidate = chosen[name]
    if candidate is None:
        reason = f"{name}.ipynb is missing, and no other file holds its cells"
        return HandedIn("missing", notes=[reason])
    shown = candidate.found.shown
    if candidate.problem:
        status = "unreadable" if candidate.was_tried else "not tried"
        return HandedIn(status, shown, notes=[candidate.problem])
    notes, cells = [], candidate.cells
    if not candidate.is_expected:
        how = "its name" if candidate.is_matched_by_name else "its content"
        notes.append(f"{name} was taken from {shown}, by {how}")
    elif candidate.named != name:
        notes.append(f"{shown} holds the cells of {name} and is read as that")
    if sum(other is candidate for other in chosen.values()) > 1:
        cells = contents.without_others(name, cells)
        notes.append(f"{shown} holds several notebooks; those cells are used that belong to {name}")
    for other in candidates:
        is_taken = any(other is each for each in chosen.values())
        if name in other.serves and not is_taken and _may_be_missed(name, other, contents):
            why = _why_left_aside(name, other, candidate)
            notes.append(f"{other.found.shown} was left aside: {why}")
    return HandedIn("read", shown, cells, [*notes, *candidate.notes])


def _series(candidate: Candidate) -> str:
    return version_of(candidate.found.stem, candidate.named)[0]


def _version(candidate: Candidate) -> Version:
    return version_of(candidate.found.stem, candidate.named)[1]


def _is_expected(candidate: Candidate, name: str) -> bool:
    return candidate.is_expected and candidate.named == name


def _depth(candidate: Candidate) -> int:
    return candidate.found.name.count("/")


def _rank_of_name(candidate: Candidate, name: str, top: int) -> tuple[bool, bool]:
    """Whether a file lies where it is expected, and whether it is called so there or at the top.

    Further down, where copies are kept, a name says nothing.
    """
    file, is_expected = candidate.found, _is_expected(candidate, name)
    is_called_so = file.stem == name and (file.is_notebook or file.is_script)
    return is_expected, is_called_so and (is_expected or _depth(candidate) == top)


def _rank_in_series(candidate: Candidate, name: str, top: int) -> tuple[Any, ...]:
    version = _version(candidate)
    return version.numbers, _rank_of_name(candidate, name, top), version, *_newness(candidate)


def _newness(candidate: Candidate) -> tuple[float, bool, str]:
    file = candidate.found
    return file.modified, file.is_notebook, file.name


def _may_be_missed(name: str, other: Candidate, contents: Contents) -> bool:
    """Whether a file that was left aside may hold answers, rather than be as released."""
    if other.is_superseded:
        return not contents.is_untouched(name, other.found.path)
    return bool(other.problem) or contents.has_answers(name, other.cells)


def _why_left_aside(name: str, other: Candidate, chosen: Candidate) -> str:
    shown = chosen.found.shown
    if other.problem:
        return f"it cannot be read ({other.problem})"
    is_same_series = _series(chosen) == _series(other)
    if is_same_series and _version(chosen).numbers > _version(other).numbers:
        return f"{shown} is the later version"
    top = min(_depth(chosen), _depth(other))
    if _rank_of_name(chosen, name, top) > _rank_of_name(other, name, top):
        return f"{shown} has the expected name"
    if is_same_series and _version(chosen) > _version(other):
        return f"{shown} is the later version"
    if chosen.named == name and not is_same_series:
        return f"{shown} has the name of the notebook"
    if chosen.found.modified > other.found.modified:
        return f"{shown} is newer"
    return f"{shown} is as new"
