"""Finds in a submission what answers each released notebook, whatever its files are called."""

import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from nbformat import NotebookNode

from autograder.intake.archives import NotTried, NotUnpacked, unpack
from autograder.intake.candidates import Candidate, Reader
from autograder.intake.choosing import HandedIn, choose, handed_in
from autograder.intake.contents import Contents
from autograder.intake.files import ARCHIVE, DOCUMENT, WRITING, Files, Found, listed, walk
from autograder.intake.other_files import other_files
from autograder.intake.versions import Version, version_of

MAX_SECONDS = 120  # to read a submission
MAX_ARCHIVES = 8  # that are unpacked, those inside others included


@dataclass
class Submission:
    """A submission: the notebooks by released name, and the files to lay beside them.

    `writings` are the names of files in which a person may find what a notebook does not hold.
    What was unpacked is on disk for as long as the submission is in use.
    """

    notebooks: dict[str, HandedIn]
    files: dict[str, Path] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    writings: list[str] = field(default_factory=list)


def read_submission(
    folder: Path, released: dict[str, NotebookNode], shipped: Collection[str]
) -> Submission:
    """Read a submission; nothing that a student can do raises.

    `released` holds the release notebooks by name, and `shipped` the names of the other files of
    the release, which a submission does not replace.
    """
    problem = _problem_with(folder)
    if problem:
        status, reason = problem
        return Submission({name: HandedIn(status, notes=[reason]) for name in released})
    reading = _Reading(folder, released, shipped)
    submission = reading.result()
    if reading.unpacked is not None:
        weakref.finalize(submission, shutil.rmtree, reading.unpacked, ignore_errors=True)
    return submission


def _problem_with(folder: Path) -> tuple[str, str] | None:
    """Why a submission cannot be looked into, as a status and a reason."""
    try:
        if not os.path.lexists(folder):
            return "missing", "nothing was handed in: the submission has no folder"
        target = folder.resolve()
        if not target.is_relative_to(folder.parent.resolve()):
            return "unreadable", "the submission is a link to another place; hand in the files"
        if not target.is_dir():
            return "unreadable", "the submission is a file where a folder was expected"
        with os.scandir(target):
            return None
    except (OSError, RuntimeError) as error:
        # Before Python 3.13, resolve() raises RuntimeError for links in a circle.
        reason = getattr(error, "strerror", None) or "links in a circle"
        return "unreadable", f"the folder of the submission cannot be opened ({reason})"


class _Reading:
    """One reading of one submission: of its files, then of its archives, then of checkpoints."""

    def __init__(
        self, folder: Path, released: dict[str, NotebookNode], shipped: Collection[str]
    ) -> None:
        self.until = monotonic() + MAX_SECONDS
        self.shipped = shipped
        self.contents = Contents(released, self.until)
        self.reader = Reader(self.contents, shipped, self.until)
        self.files: Files = walk(folder)
        self.candidates: list[Candidate] = self.reader.candidates(self.files.found)
        self.unpacked: Path | None = None
        self.archives_left = MAX_ARCHIVES
        self.not_unpacked: list[str] = []  # in words, with the reason
        self.was_tried = True  # whatever was not unpacked
        self.left_aside: list[str] = []  # in words, with the reason
        self.tried: set[Found] = set()  # archives
        self.opened: dict[Found, str] = {}  # archives, with words on what of them was left out
        self._read_archives(self.files.found)
        self._add(self.files.hidden, self._unanswered)
        self._add(self.files.checkpoints, self._unserved)

    def result(self) -> Submission:
        """The submission, once all is read that is to be read."""
        names = self.contents.released
        chosen = {name: choose(name, self.candidates, self.contents) for name in names}
        unopened = [each for each in self.candidates if each.found not in self.opened]
        notebooks = {name: handed_in(name, chosen, unopened, self.contents) for name in names}
        self._name_what_is_not_read(notebooks)
        notes = [*self.files.notes, *self.not_unpacked, *self.reader.notes]
        notes += [*filter(None, self.opened.values()), *self.left_aside, *self._not_opened()]
        for candidate in unopened:
            if not candidate.serves:
                why = f" ({candidate.problem})" if candidate.problem else ""
                notes.append(f"{candidate.found.shown} belongs to no task and was not run{why}")
        if self.contents.reader.is_exhausted:
            notes.append("the cells hold more code than is looked into; answers may be missed")
        if self.contents.ran_out_of_time:
            notes.append(
                "not every file was looked through, which took too long; files were chosen by "
                "their names and times, and another may hold the answers"
            )
        answers = {
            candidate.found
            for candidate in self.candidates
            if candidate.serves and not self._may_be_a_module(candidate, chosen.values())
        }
        folders = {candidate.found.folder for candidate in chosen.values() if candidate}
        used = answers | self.opened.keys()
        others = [file for file in self.files.found if file.is_regular and file not in used]
        beside = other_files(others, folders, self.shipped, notes)
        writings = [
            file.shown
            for file in others
            if WRITING.search(file.base) and not self.reader.is_ours(file)
        ]
        return Submission(notebooks, beside, notes, writings)

    def _may_be_a_module(self, candidate: Candidate, chosen: Collection[Candidate | None]) -> bool:
        """Whether a file that was left aside may be what a module of the student's imports."""
        is_taken = any(candidate is each for each in chosen)
        return candidate.found.is_script and not candidate.is_expected and not is_taken

    # What is only read where something is missing

    def _read_archives(self, found: Iterable[Found], depth: int = 0) -> None:
        """Unpack zip files, and the zip files in them, while answers are missing.

        The last goes first, so that of several the last counts.
        """
        for archive in _last_first(self._archives(found)):
            if not self._unanswered() or not self.archives_left:
                return
            files = self._unpacked(archive)
            if files is None:
                continue
            self.files.notes += files.notes
            self.files.found += files.found
            self.files.hidden += files.hidden
            self.files.checkpoints += files.checkpoints
            for candidate, names in self._add(files.found, self._unanswered):
                self._note_left_aside(candidate, names)
            if depth == 0:
                self._read_archives(files.found, depth + 1)

    def _archives(self, found: Iterable[Found]) -> list[Found]:
        read = {candidate.found for candidate in self.candidates if not candidate.problem}
        return [file for file in found if file not in read and file.is_zip]

    def _not_opened(self) -> list[str]:
        """What is to be said of the archives that were not opened."""
        why = "all is answered without it"
        if self._unanswered():
            why = f"at most {MAX_ARCHIVES} archives are opened, and none in one that was in another"
        archives = self._archives(self.files.found)
        return [
            f"{archive.shown} was not opened: {why}"
            for archive in archives
            if archive not in self.tried and not self.reader.is_ours(archive)
        ]

    def _note_left_aside(self, candidate: Candidate, names: set[str]) -> None:
        """Say of a file in an archive that other files answer what it would answer too."""
        names = {name for name in names if self.contents.has_answers(name, candidate.cells)}
        if names and not candidate.problem:
            self.left_aside.append(
                f"{candidate.found.shown} was left aside for {listed(sorted(names))}: files beside "
                "its archive, or in a later one, answer that"
            )

    def _unpacked(self, archive: Found) -> Files | None:
        """The files of an archive; None, with a note, where it cannot be unpacked."""
        if self.unpacked is None:
            self.unpacked = Path(tempfile.mkdtemp(prefix="unpacked"))
        self.tried.add(archive)
        target = self.unpacked / str(self.archives_left)
        self.archives_left -= 1
        try:
            left_out = unpack(archive.path, target, max(1, self.until - monotonic()))
        except NotUnpacked as problem:
            self.not_unpacked.append(f"{archive.shown} {problem}")
            self.was_tried &= not isinstance(problem, NotTried)
            return None
        words = f"left out of {archive.shown}: {left_out}" if left_out else ""
        self.opened[archive] = words
        return walk(target, f"{archive.name}/")

    def _add(
        self, found: list[Found], wanted: Callable[[], set[str]]
    ) -> list[tuple[Candidate, set[str]]]:
        """Read more files, for those released notebooks that are `wanted`.

        What comes back are the files with the others that they would answer.
        """
        names = wanted() if found else set()
        if not names:
            return []
        read = self.reader.candidates(found)
        others = [(candidate, candidate.serves - names) for candidate in read]
        for candidate in read:
            answered = candidate.serves
            candidate.serves = answered & names
            if candidate.serves or not answered:
                self.candidates.append(candidate)
        return others

    def _unserved(self) -> set[str]:
        """The released notebooks that nothing readable serves."""
        served = (each.serves for each in self.candidates if not each.problem)
        return set(self.contents.released).difference(*served)

    def _unanswered(self) -> set[str]:
        """The released notebooks that nothing readable answers."""
        answered = {
            name
            for candidate in self.candidates
            if not candidate.problem
            for name in candidate.serves
            if candidate.is_superseded or self.contents.has_answers(name, candidate.cells)
        }
        return set(self.contents.released) - answered

    def _name_what_is_not_read(self, notebooks: dict[str, HandedIn]) -> None:
        """Say of missing notebooks what was handed in and is not read."""
        unread = [
            file.name
            for file in self.files.found
            if (ARCHIVE.search(file.base) or DOCUMENT.search(file.base) or self.reader.named(file))
            and not file.is_script
            and file not in self.opened
            and not any(file is candidate.found for candidate in self.candidates)
            and not self.reader.is_ours(file)
        ]
        why = [*self.not_unpacked, *filter(None, self.opened.values())]
        if unread:
            were = "was handed in, which is" if len(unread) == 1 else "were handed in, which are"
            why.insert(0, f"{listed(unread)} {were} not read")
        if why:
            why.append("hand in the notebook itself, as Jupyter saves it (.ipynb)")
        for name, notebook in notebooks.items():
            if notebook.status == "missing" and why:
                notebook.notes[0] = "; ".join([f"{name}.ipynb is missing", *why])
                notebook.status = "missing" if self.was_tried else "not tried"


def _last_first(archives: list[Found]) -> list[Found]:
    """Archives from the last to the first: by the number in the name, else by time."""
    newest: dict[str, int] = {}
    for archive in archives:
        series, _ = version_of(archive.stem, None)
        newest[series] = max(newest.get(series, 0), archive.modified)

    def rank(archive: Found) -> tuple[int, int, str, Version, int]:
        series, version = version_of(archive.stem, None)
        # Of several names and one time, what was added to a name says less than the name.
        return newest[series], -len(series), series, version, archive.modified

    return sorted(archives, key=rank, reverse=True)
