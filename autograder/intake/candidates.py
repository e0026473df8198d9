"""Reads the notebooks and scripts of a submission, and finds what each of them answers."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import islice
from time import monotonic

from autograder.intake.contents import ENOUGH, Contents
from autograder.intake.files import Found, listed
from autograder.intake.reading import (
    MAX_PARSED_HERE,
    MEGABYTE,
    NotRead,
    SubmittedCell,
    Unreadable,
    read_notebook,
    read_script,
)

MAX_READ = 30  # notebooks and scripts, besides those with the expected names
MAX_LARGE = 6  # of them that are read in a process of their own
MAX_SOURCES_IN_ALL = 32 * MEGABYTE  # characters of code and text of a submission's files
MAX_LINE = 500  # of code that may name a module
MAX_IMPORTS = 1_000  # such lines of one file
MAX_SECONDS = 60  # to read one file
HEAD = MEGABYTE  # of a script or a text that is looked into before it is read
# What may name a module: a statement, a call with its name, `%run` with or without its ending.
IMPORT = re.compile(
    r"^\s*(?:import\s|from\s.*\bimport\b|%run\s)|\b(?:import_module|__import__)\s*\("
)
NAMING = re.compile(rf"{IMPORT.pattern}|\.py\b")
START = 64  # bytes that tell whether a file of any ending may be JSON
JSON = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*\{")
LOOKS_LIKE_A_NOTEBOOK = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*\{.*\"(?:cells|worksheets)\"\s*:", re.S)


@dataclass
class Candidate:
    """A notebook or script that may answer released notebooks: those that it `serves`.

    `named` is the released notebook that its file name contains, and `imports` the names in its
    code that may be those of modules. A file that `was_tried` has a `problem` of its own, and else
    one of the machine's. A script `is_superseded`, and is not read, where the notebook of the same
    name is as new and answered: students get both.
    """

    found: Found
    cells: list[SubmittedCell] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problem: str | None = None
    was_tried: bool = True
    named: str | None = None
    is_expected: bool = False
    is_superseded: bool = False
    imports: set[str] = field(default_factory=set)
    serves: set[str] = field(default_factory=set)
    is_matched_by_name: bool = False


class Reader:
    """Reads candidates of one submission, within limits that hold for all of it together.

    `notes` says what was not read.
    """

    def __init__(self, contents: Contents, shipped: Collection[str], until: float) -> None:
        self.contents = contents
        self.ours = set(shipped)
        self.until = until  # on the monotonic clock
        places = ("{}.ipynb", "{}.py", "scripts/{}.py")  # the last is where students get them
        self.expected = {place.format(name) for name in contents.released for place in places}
        self.read = self.large = self.sources = 0
        self.notes: list[str] = []

    def candidates(self, found: Iterable[Found]) -> list[Candidate]:
        """The files among `found` that may answer something, or are notebooks."""
        candidates: list[Candidate] = []
        skipped = []
        for file in sorted(found, key=self._order):
            candidate = Candidate(file, named=self.named(file))
            candidate.is_expected = file.name in self.expected
            if candidate.is_expected and self._is_superseded(candidate, candidates):
                candidate.is_superseded, candidate.serves = True, {str(candidate.named)}
                candidates.append(candidate)
                continue
            if not candidate.is_expected:
                if monotonic() > self.until:
                    skipped.append(file.name)
                    continue
                if not self._may_answer(candidate):
                    continue
                if not self._has_room_for(file):
                    skipped.append(file.name)
                    continue
            self._read(candidate)
            candidates.append(candidate)
            if candidate.is_expected:
                self._match(candidate)
        if skipped:
            self.notes.append(
                f"more notebooks and scripts than can be read; not read: {listed(skipped)}"
            )
        for candidate in candidates:
            if not candidate.is_expected and not _is_helper(candidate, candidates):
                self._match(candidate)
        # A script that answers nothing is a module of the student's.
        return [each for each in candidates if each.serves or each.found.is_notebook]

    def _order(self, file: Found) -> tuple[bool, bool]:
        """Files of the expected names come first, so that no others cost them their room."""
        return file.name not in self.expected, self.named(file) is None

    def named(self, file: Found) -> str | None:
        """The released notebook whose name a file name contains, but for case and punctuation."""
        letters = _letters(file.stem)
        fitting = [name for name in self.contents.released if _letters(name) in letters]
        return max(fitting, key=len, default=None)

    def _may_answer(self, candidate: Candidate) -> bool:
        """Whether a file is to be read, which is found out quicker than by reading it."""
        file = candidate.found
        if self.is_ours(file):
            return False
        if file.is_script:
            return candidate.named is not None or self._mentions_a_function(file)
        if file.is_notebook:
            return True
        # The ending may be mistyped, missing or another program's.
        return bool(JSON.match(file.head(START)) and LOOKS_LIKE_A_NOTEBOOK.match(file.head(HEAD)))

    def is_ours(self, file: Found) -> bool:
        """Whether a file is one that students got, in whatever folder they put it all."""
        folders = file.name.split("/")
        return any("/".join(folders[number:]) in self.ours for number in range(len(folders)))

    def _mentions_a_function(self, file: Found) -> bool:
        text = file.head(HEAD)
        wanted = set().union(*self.contents.functions.values())
        return any(f"def {name}".encode() in text for name in wanted) or b"grade_id" in text

    def _has_room_for(self, file: Found) -> bool:
        is_large = file.size > MAX_PARSED_HERE
        self.read, self.large = self.read + 1, self.large + is_large
        return self.read <= MAX_READ and not (is_large and self.large > MAX_LARGE)

    def _is_superseded(self, script: Candidate, candidates: list[Candidate]) -> bool:
        """Whether a script need not be read; its notebook comes before it in `candidates`."""
        return script.found.is_script and any(
            other.is_expected
            and script.named in other.serves & {other.named}
            and not other.problem
            and other.found.modified >= script.found.modified
            and self.contents.has_answers(script.named, other.cells)
            for other in candidates
        )

    def _read(self, candidate: Candidate) -> None:
        file = candidate.found
        seconds = min(MAX_SECONDS, self.until - monotonic())
        try:
            if seconds <= 0:
                raise Unreadable(
                    f"{file.shown} was not read: the files before it took too long; hand in only "
                    "the notebooks, and clear their outputs"
                )
            read = read_script if file.is_script else read_notebook
            cells, notes = read(file.path, seconds)
            self._make_room_for(cells, file)
            candidate.cells, candidate.notes = cells, notes
        except Unreadable as reason:
            candidate.problem, candidate.was_tried = str(reason), not isinstance(reason, NotRead)
        code = (cell.source for cell in candidate.cells if cell.kind == "code")
        lines = (line for source in code for line in source.split("\n"))
        naming = (line for line in lines if len(line) < MAX_LINE and NAMING.search(line))
        candidate.imports = set().union(*map(_modules, islice(naming, MAX_IMPORTS)))

    def _make_room_for(self, cells: list[SubmittedCell], file: Found) -> None:
        """Count what a file holds. Raises Unreadable where that is too much with the others."""
        size = sum(len(cell.source) for cell in cells)
        if self.sources + size > MAX_SOURCES_IN_ALL:
            raise Unreadable(
                f"{file.shown} was not looked into: with the files before it there are more than "
                f"{MAX_SOURCES_IN_ALL // MEGABYTE} MB of code and text; hand in only the notebooks"
            )
        self.sources += size

    def _match(self, candidate: Candidate) -> None:
        """Find the released notebooks that a file answers: by its content, else by its name."""
        shares = self.contents.matches(candidate.cells)
        candidate.serves = {name for name, share in shares.items() if share >= ENOUGH}
        if candidate.named in shares:
            candidate.serves.add(candidate.named)
        if not candidate.serves and candidate.named:
            candidate.serves = {candidate.named}
            candidate.is_matched_by_name = True
        if not candidate.serves:
            candidate.cells = []  # may be many, and nobody needs them


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def _is_helper(candidate: Candidate, candidates: list[Candidate]) -> bool:
    """Whether a script is a module that another file uses, rather than an answer itself."""
    return candidate.found.is_script and any(
        candidate.found.stem in other.imports for other in candidates if other is not candidate
    )


def _modules(line: str) -> set[str]:
    """The names in a line of code that may be those of modules: `import name`, `%run name.py`."""
    *named, _ = line.split(".py")
    statement, _, _ = line.partition("#")
    imported = re.findall(r"\w+", statement) if IMPORT.search(statement) else []
    return {re.split(r"[^\w-]", part)[-1] for part in named}.union(imported)
