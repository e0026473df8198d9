"""Finds in a submission what answers each released notebook, whatever its files are called."""

import os
import re
import stat
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from autograder.judge.reading import (
    MAX_PARSED_HERE,
    MEGABYTE,
    SubmittedCell,
    Unreadable,
    printable,
    read_notebook,
    read_script,
)
from autograder.judge.rebuild import rebuild
from autograder.judge.slots import same_text
from autograder.judge.student_code import CodeReader

MAX_ENTRIES = 20_000  # that are looked at in a submission
MAX_DEPTH = 12
MAX_READ = 24  # notebooks and scripts, besides those with the expected names
MAX_LARGE = 6  # of them that are read in a process of their own
MAX_FILES = 200
MAX_FILES_SIZE = 20 * MEGABYTE
MAX_NAMED = 5  # files in one note
MAX_LINE = 500  # of code that may name a module

IGNORED_FOLDERS = {"__pycache__", "__MACOSX", "node_modules"}
ANSWER = re.compile(r"\.(?:ipynb|py)$", re.IGNORECASE)
TIMESTAMP = "timestamp.txt"  # nbgrader's own


@dataclass
class HandedIn:
    """What was handed in for one notebook.

    `status` is "read", "missing" or "unreadable", and for the last two the first note is the
    reason. `file` is the name of the file that was taken.
    """

    status: str
    file: str | None = None
    cells: list[SubmittedCell] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class Submission:
    """A submission: the notebooks by released name, and the files to lay beside them."""

    notebooks: dict[str, HandedIn]
    files: dict[str, Path] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


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
    found, notes = _walk(folder)
    course = _Course(released)
    candidates = _read_candidates(found, course, shipped, notes)
    chosen = {name: _choose(name, candidates, course) for name in released}
    notebooks = {name: _handed_in(name, chosen, candidates, course) for name in released}
    for candidate in candidates:
        if not candidate.serves:
            why = f" ({candidate.problem})" if candidate.problem else ""
            notes.append(f"{candidate.found.shown} belongs to no task and was not run{why}")
    answers = {candidate.found for candidate in candidates if candidate.serves}
    folders = {candidate.found.folder for candidate in chosen.values() if candidate}
    others = [file for file in found if file.is_regular and file not in answers]
    return Submission(notebooks, _other_files(others, folders, shipped, notes), notes)


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


# ------------------------------------------------------------------------------ finding files


@dataclass(frozen=True)
class Found:
    """A file of a submission; `name` is its path in the submission, with slashes.

    What is no regular file is listed only where it is named like a notebook or script.
    """

    name: str
    path: Path
    size: int
    modified: int
    is_regular: bool

    @property
    def shown(self) -> str:
        return "/".join(printable(part) for part in self.name.split("/"))

    @property
    def stem(self) -> str:
        return self.name.split("/")[-1].rpartition(".")[0]

    @property
    def folder(self) -> str:
        return self.name.rpartition("/")[0]

    @property
    def is_notebook(self) -> bool:
        return self.name.lower().endswith(".ipynb")

    @property
    def is_script(self) -> bool:
        return self.name.lower().endswith(".py")


def _walk(folder: Path) -> tuple[list[Found], list[str]]:
    """The files of a submission, those near its top first, and notes on what was left out."""
    root = folder.resolve()
    found: list[Found] = []
    left_out: list[str] = []
    entries_left, is_complete = MAX_ENTRIES, True
    waiting = [("", root, 0)]
    for prefix, place, depth in waiting:  # grows while it is walked
        if not entries_left or depth > MAX_DEPTH:
            is_complete = False
            break
        try:
            names = [entry.name for entry in place.iterdir()]
        except OSError:
            left_out.append(prefix)
            continue
        if "pyvenv.cfg" in names:
            continue
        # Notebooks and scripts first: among too many files they are the ones that count.
        names.sort(key=lambda name: (not ANSWER.search(name), name))
        is_complete &= len(names) <= entries_left
        names, entries_left = names[:entries_left], max(0, entries_left - len(names))
        for name in names:
            if name.startswith(".") or name in IGNORED_FOLDERS:
                continue
            file = _look_at(f"{prefix}{name}", place / name, root)
            if file is None:
                waiting.append((f"{prefix}{name}/", place / name, depth + 1))
            elif file.is_regular or ANSWER.search(name):
                found.append(file)
            else:
                left_out.append(file.name)
    notes = []
    if not is_complete:
        notes.append(
            f"the submission holds more than {MAX_ENTRIES:,} files or {MAX_DEPTH} levels of "
            "folders; the rest was not looked at"
        )
    if left_out:
        notes.append(f"left out, because it cannot be opened or is no file: {_listed(left_out)}")
    return found, notes


def _look_at(name: str, path: Path, root: Path) -> Found | None:
    """What lies at a path, after a link inside the submission; None for a folder."""
    try:
        if path.is_symlink():
            target = path.resolve()
            # A link that is not followed here is refused when it is opened.
            path = target if target.is_relative_to(root) and target.is_file() else path
        status = path.lstat()
    except (OSError, RuntimeError):
        return Found(name, path, 0, 0, False)
    if stat.S_ISDIR(status.st_mode) and not ANSWER.search(name):
        return None
    is_regular = stat.S_ISREG(status.st_mode)
    return Found(name, path, status.st_size, status.st_mtime_ns, is_regular)


def _listed(names: list[str]) -> str:
    shown = [printable(name) for name in names[:MAX_NAMED]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


# -------------------------------------------------------------------------- matching contents


class _Course:
    """What tells the cells of one released notebook from those of another."""

    def __init__(self, released: dict[str, NotebookNode]) -> None:
        self.released = released
        reader = CodeReader()
        self.grade_ids: dict[str, set[str]] = {}
        self.solutions: dict[str, set[str]] = {}
        self.cell_ids: dict[str, set[str]] = {}
        self.functions: dict[str, set[str]] = {}
        self.sources: dict[str, set[str]] = {}
        self.given: set[tuple[str, str]] = set()
        for name, notebook in released.items():
            graded = [cell for cell in notebook.cells if cell.metadata.get("nbgrader")]
            plain = [cell for cell in notebook.cells if not cell.metadata.get("nbgrader")]
            solutions = [cell for cell in graded if cell.metadata.nbgrader.get("solution")]
            self.grade_ids[name] = {cell.metadata.nbgrader.grade_id for cell in graded}
            self.solutions[name] = {cell.metadata.nbgrader.grade_id for cell in solutions}
            self.functions[name] = {
                cell.metadata.nbgrader.grade_id for cell in solutions if cell.cell_type == "code"
            }
            self.cell_ids[name] = {cell.id for cell in notebook.cells if "id" in cell}
            self.sources[name] = {
                same_text(cell.source) for cell in notebook.cells if cell not in solutions
            }
            for cell in plain:
                if cell.cell_type == "code":
                    self.given |= set(reader.read(cell.source).functions.items())

    def matches(self, cells: list[SubmittedCell]) -> dict[str, float]:
        """The share of each released notebook that cells hold, where they hold any of it.

        Grade ids decide where there are any, else cell ids, else the functions that are defined.
        """
        grade_ids = {cell.grade_id for cell in cells if cell.grade_id}
        by_grade_id = {
            name: max(
                _share(self.grade_ids[name], grade_ids), _share(self.solutions[name], grade_ids)
            )
            for name in self.released
        }
        cell_ids = {cell.cell_id for cell in cells if cell.cell_id}
        by_cell_id = {
            name: _share(self._only_in(self.cell_ids, name), cell_ids) for name in self.released
        }
        for shares in (by_grade_id, by_cell_id):
            if any(shares.values()):
                return {name: share for name, share in shares.items() if share}
        defined = self._defined_functions(cells)
        shares = {name: _share(self.functions[name], defined) for name in self.released}
        return {name: share for name, share in shares.items() if share}

    def _defined_functions(self, cells: list[SubmittedCell]) -> set[str]:
        """The functions that cells define, without those that a release gives."""
        wanted, reader = set().union(*self.functions.values()), CodeReader()
        defined = set()
        for cell in cells:
            if cell.kind == "code" and any(name in cell.source for name in wanted):
                functions = reader.read(cell.source).functions.items()
                defined |= {name for name, body in functions if (name, body) not in self.given}
        return defined

    def without_others(self, name: str, cells: list[SubmittedCell]) -> list[SubmittedCell]:
        """Cells of a file that holds several notebooks, without the given ones of the others.

        What students wrote for other notebooks stays, because they may have used it here.
        """
        foreign_ids = set().union(*self.grade_ids.values()) - self.grade_ids[name]
        foreign_ids -= set().union(*self.functions.values())
        foreign_cells = set().union(*self.cell_ids.values()) - self.cell_ids[name]
        foreign_cells -= set().union(*self.functions.values())
        foreign_sources = set().union(*self.sources.values()) - self.sources[name]
        return [
            cell
            for cell in cells
            if cell.grade_id in self.grade_ids[name]
            or not (
                cell.grade_id in foreign_ids
                or cell.cell_id in foreign_cells
                or same_text(cell.source) in foreign_sources
            )
        ]

    def has_answers(self, name: str, cells: list[SubmittedCell]) -> bool:
        """Whether any answer to a released notebook differs from the release."""
        released = self.released[name]
        by_id = {cell.id: cell for cell in rebuild(released, cells).notebook.cells}
        return any(
            same_text(by_id[cell.id].source) != same_text(cell.source)
            for cell in released.cells
            if cell.metadata.get("nbgrader", {}).get("solution")
        )

    def is_untouched(self, name: str, script: Path) -> bool:
        """Whether a script still holds each exercise of a released notebook as it was released."""
        try:
            with script.open("rb") as file:
                text = file.read(MEGABYTE).decode("utf-8", "replace")
        except OSError:
            return False
        text = text.replace("\r\n", "\n")
        return all(
            (cell.source if cell.cell_type == "code" else f"\n# {cell.source}\n") in text
            for cell in self.released[name].cells
            if cell.metadata.get("nbgrader", {}).get("solution")
        )

    def _only_in(self, sets: dict[str, set[str]], name: str) -> set[str]:
        others = (each for other, each in sets.items() if other != name)
        return sets[name].difference(*others)


def _share(whole: set[str], part: set[str]) -> float:
    return len(whole & part) / len(whole) if whole else 0.0


@dataclass
class Candidate:
    """A notebook or script that may answer released notebooks: those that it `serves`.

    `named` is the released notebook that its file name contains, and `imports` the lines of code
    that may name a module. A script `is_superseded`, and is not read, where the notebook of the
    same name is as new and answered: students get both.
    """

    found: Found
    cells: list[SubmittedCell] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problem: str | None = None
    named: str | None = None
    is_expected: bool = False
    is_superseded: bool = False
    imports: str = ""
    serves: set[str] = field(default_factory=set)
    is_matched_by_name: bool = False


def _read_candidates(
    found: list[Found], course: _Course, shipped: Collection[str], notes: list[str]
) -> list[Candidate]:
    """Read the notebooks and scripts of a submission and find what each of them answers."""
    candidates: list[Candidate] = []
    read = large = 0
    skipped = []
    expected = {f"{name}.{end}" for name in course.released for end in ("ipynb", "py")}
    ours = {name.rpartition("/")[2] for name in shipped}
    for file in found:
        is_answer = file.is_notebook or file.is_script
        candidate = Candidate(file, named=_named(file, course), is_expected=file.name in expected)
        if candidate.is_expected and _is_superseded(candidate, candidates, course):
            candidate.is_superseded, candidate.serves = True, {candidate.named}
            candidates.append(candidate)
            continue
        if not candidate.is_expected:
            if not is_answer or file.name.rpartition("/")[2] in ours:
                continue
            if file.is_script and candidate.named is None and not _may_answer(file, course):
                continue
            read, large = read + 1, large + (file.size > MAX_PARSED_HERE)
            if read > MAX_READ or (file.size > MAX_PARSED_HERE and large > MAX_LARGE):
                skipped.append(file.name)
                continue
        _read(candidate)
        candidates.append(candidate)
        if candidate.is_expected:
            _match(candidate, course)
    if skipped:
        notes.append(f"more notebooks and scripts than can be read; not read: {_listed(skipped)}")
    for candidate in candidates:
        if not candidate.is_expected and not _is_helper(candidate, candidates):
            _match(candidate, course)
    # A script that answers nothing is a module of the student's.
    return [each for each in candidates if each.serves or each.found.is_notebook]


def _named(file: Found, course: _Course) -> str | None:
    """The released notebook whose name a file name contains, apart from case and punctuation."""
    letters = _letters(file.stem)
    fitting = [name for name in course.released if _letters(name) in letters]
    return max(fitting, key=len, default=None)


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def _may_answer(file: Found, course: _Course) -> bool:
    """Whether a script mentions a function of the release, which is quicker than to read it."""
    if not file.is_regular:
        return False
    try:
        with file.path.open("rb") as script:
            text = script.read(MEGABYTE)
    except OSError:
        return False
    wanted = set().union(*course.functions.values())
    return any(f"def {name}".encode() in text for name in wanted) or b"grade_id" in text


def _is_superseded(script: Candidate, candidates: list[Candidate], course: _Course) -> bool:
    """Whether a script need not be read; its notebook comes before it in `candidates`."""
    return script.found.is_script and any(
        other.is_expected
        and script.named in other.serves & {other.named}
        and not other.problem
        and other.found.modified >= script.found.modified
        and course.has_answers(script.named, other.cells)
        for other in candidates
    )


def _read(candidate: Candidate) -> None:
    read = read_notebook if candidate.found.is_notebook else read_script
    try:
        candidate.cells, candidate.notes = read(candidate.found.path)
    except Unreadable as reason:
        candidate.problem = str(reason)
    lines = (line for cell in candidate.cells for line in cell.source.split("\n"))
    candidate.imports = "\n".join(
        line for line in lines if len(line) < MAX_LINE and ("import" in line or ".py" in line)
    )


def _is_helper(candidate: Candidate, candidates: list[Candidate]) -> bool:
    """Whether a script is a module that another file uses, rather than an answer itself."""
    stem = candidate.found.stem
    use = re.compile(rf"\b(?:import|from)\b.*\b{re.escape(stem)}\b|\b{re.escape(stem)}\.py\b")
    return candidate.found.is_script and any(
        use.search(other.imports) for other in candidates if other is not candidate
    )


def _match(candidate: Candidate, course: _Course) -> None:
    """Find the released notebooks that a file answers: by its content, else by its name."""
    shares = course.matches(candidate.cells)
    candidate.serves = {name for name, share in shares.items() if share >= 0.5}
    if candidate.named in shares:
        candidate.serves.add(candidate.named)
    if not candidate.serves and candidate.named:
        candidate.serves = {candidate.named}
        candidate.is_matched_by_name = True
    if not candidate.serves:
        candidate.cells = []  # may be many, and nobody needs them


# ---------------------------------------------------------------------------------- choosing


def _choose(name: str, candidates: list[Candidate], course: _Course) -> Candidate | None:
    """What answers a released notebook: what can be read, holds answers, and is named so or new."""
    fitting = [each for each in candidates if name in each.serves and not each.is_superseded]
    fitting = [candidate for candidate in fitting if not candidate.problem] or fitting
    if len(fitting) > 1:
        fitting = [each for each in fitting if course.has_answers(name, each.cells)] or fitting
    return max(fitting, key=lambda candidate: _rank(candidate, name), default=None)


def _handed_in(
    name: str, chosen: dict[str, Candidate | None], candidates: list[Candidate], course: _Course
) -> HandedIn:
    """What was handed in for a released notebook, with what is to be said of the choice."""
    candidate = chosen[name]
    if candidate is None:
        reason = f"{name}.ipynb is missing, and no other file holds its cells"
        return HandedIn("missing", notes=[reason])
    shown = candidate.found.shown
    if candidate.problem:
        return HandedIn("unreadable", shown, notes=[candidate.problem])
    notes, cells = [], candidate.cells
    if not candidate.is_expected:
        how = "its name" if candidate.is_matched_by_name else "its content"
        notes.append(f"{name} was taken from {shown}, by {how}")
    elif candidate.named != name:
        notes.append(f"{shown} holds the cells of {name} and is read as that")
    if sum(other is candidate for other in chosen.values()) > 1:
        cells = course.without_others(name, cells)
        notes.append(f"{shown} holds several notebooks; those cells are used that belong to {name}")
    for other in candidates:
        is_taken = any(other is each for each in chosen.values())
        if name in other.serves and not is_taken and _may_be_missed(name, other, course):
            why = _why_left_aside(name, other, candidate)
            notes.append(f"{other.found.shown} was left aside: {why}")
    return HandedIn("read", shown, cells, [*notes, *candidate.notes])


def _rank(candidate: Candidate, name: str) -> tuple:
    file = candidate.found
    is_expected = candidate.is_expected and candidate.named == name
    return is_expected, file.modified, file.is_notebook, file.name


def _may_be_missed(name: str, other: Candidate, course: _Course) -> bool:
    """Whether a file that was left aside may hold answers, rather than be as released."""
    if other.is_superseded:
        return not course.is_untouched(name, other.found.path)
    return bool(other.problem) or course.has_answers(name, other.cells)


def _why_left_aside(name: str, other: Candidate, chosen: Candidate) -> str:
    shown = chosen.found.shown
    if other.problem:
        return f"it cannot be read ({other.problem})"
    if _rank(chosen, name)[0] and not _rank(other, name)[0]:
        return f"{shown} has the expected name"
    if chosen.found.modified > other.found.modified:
        return f"{shown} is newer"
    return f"{shown} is as new"


# ------------------------------------------------------------------------------- other files


def _other_files(
    others: list[Found], folders: set[str], shipped: Collection[str], notes: list[str]
) -> dict[str, Path]:
    """The student's other files, each by its path seen from the folder of its notebooks."""
    files: dict[str, Path] = {}
    size = 0
    left_out = []
    for file in sorted(others, key=_importance):
        name = _seen_from(folders, file)
        if name in shipped or file.name == TIMESTAMP:
            continue
        fits = len(files) < MAX_FILES and size + file.size <= MAX_FILES_SIZE
        if not fits or name in files or not name.isprintable():
            left_out.append(file.name)
            continue
        files[name] = file.path
        size += file.size
    if left_out:
        notes.append(
            f"not laid beside the notebooks, which takes at most {MAX_FILES} files and "
            f"{MAX_FILES_SIZE // MEGABYTE} MB of different, printable names: {_listed(left_out)}"
        )
    return files


def _importance(file: Found) -> tuple:
    """Modules come first, and notebooks that answer nothing last."""
    return file.is_notebook, not file.is_script, file.name.count("/"), file.name


def _seen_from(folders: set[str], file: Found) -> str:
    """A file's path from the deepest folder above it that holds a notebook that was taken."""
    above = [folder for folder in folders if folder and file.name.startswith(f"{folder}/")]
    return file.name.removeprefix(f"{max(above, key=len)}/") if above else file.name
