"""Lays submissions from archives of Moodle or Canvas where nbgrader looks for them.

Whatever an archive holds, nothing is written but below the folder of submissions and that of what
was collected.
"""

import filecmp
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone, tzinfo
from pathlib import Path, PurePosixPath

from autograder.course import CourseError
from autograder.intake.archives import NO_ROOM, OF_A_CLASS, NotUnpacked, unpack
from autograder.intake.collected import FOLDER, Collected, write_collected
from autograder.intake.files import IGNORED_FOLDERS, listed, shown
from autograder.intake.lms_names import Named, parse, safe_name
from autograder.intake.secret import SECRET
from autograder.intake.timestamps import TIMESTAMP
from autograder.text import plain

SECONDS = 3600  # to unpack the archive of a class
OWN = {TIMESTAMP, SECRET}  # by which nbgrader knows when and whose


@dataclass(frozen=True)
class Upload:
    """One file as it came."""

    named: Named
    path: Path
    member: str  # its name in the archive
    modified: float


@dataclass
class Submission:
    """What one archive holds of one student."""

    archive: str
    order: int
    uploads: list[Upload] = field(default_factory=list)

    @property
    def named(self) -> Named:
        return self.uploads[0].named

    @property
    def modified(self) -> float:
        return max(upload.modified for upload in self.uploads)


# The student whom a number and a name in a system belong to; None where the roster has none.
Roster = Callable[[Named], str | None]


@dataclass
class Collection:
    """What was done: submissions by student, new, newer or as before, and lines to read."""

    collected: dict[str, Collected] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def collect(
    archives: list[Path],
    root: Path,
    assignment: str,
    place: Callable[[str], Path],
    roster: Roster = lambda named: None,
    zone: tzinfo | None = None,
) -> Collection:
    """Lay the submissions of some archives at the places of their students.

    `place` says where a student's submission lies, `zone` in which zone the times of the archives
    are (by default that of this machine). What a submission replaces is kept below `root`. Raises
    CourseError where an archive cannot be read, or nothing can be written.
    """
    done = Collection()
    try:
        _collect(archives, root, assignment, place, roster, zone, done)
        write_collected(root, assignment, done.collected)
    except OSError as error:
        raise CourseError(
            f"collecting stopped ({plain(str(error))}). What was laid stays, each submission as a "
            "whole; once the cause is mended, the same command lays the others"
        ) from None
    return done


def _collect(
    archives: list[Path],
    root: Path,
    assignment: str,
    place: Callable[[str], Path],
    roster: Roster,
    zone: tzinfo | None,
    done: Collection,
) -> None:
    """Lay the submissions of some archives, and say in `done` what became of each."""
    with tempfile.TemporaryDirectory(prefix="collect") as scratch:
        found: dict[tuple[str, str], list[Submission]] = defaultdict(list)
        for order, archive in enumerate(archives):
            folder = _opened(archive, Path(scratch, str(order)), done.lines)
            for submission in _submissions(folder, archive, order, done.lines):
                named = submission.named
                found[named.system, named.number].append(submission)
        for student, submissions in _by_student(found, roster).items():
            _lay(student, submissions, root, assignment, place(student), zone, done)


def _opened(archive: Path, target: Path, lines: list[str]) -> Path:
    """The folder that holds what an archive holds; an archive may be unpacked already."""
    if archive.is_dir():
        return archive
    try:
        left_out = unpack(archive, target, SECONDS, OF_A_CLASS)
    except NotUnpacked as problem:
        raise CourseError(
            f"{archive} {problem}; expected the zip file that Moodle or Canvas gives for all "
            "submissions of an assignment, or the folder that it was unpacked to"
        ) from None
    if left_out:
        lines.append(f"{archive.name}: left out: {left_out}")
    return target


def _files(folder: Path) -> Iterator[tuple[PurePosixPath, Path]]:
    """The regular files below a folder, by their names in it."""
    for path in sorted(folder.rglob("*")):
        name = PurePosixPath(path.relative_to(folder).as_posix())
        is_noise = path.name.startswith(".") or IGNORED_FOLDERS.intersection(name.parts)
        if not is_noise and path.is_file() and not path.is_symlink():
            yield name, path


def _submissions(folder: Path, archive: Path, order: int, lines: list[str]) -> list[Submission]:
    """What an archive holds of each student, and a line on what belongs to nobody."""
    found: dict[tuple[str, str], Submission] = {}
    nobody = []
    for name, path in _files(folder):
        named = parse(name)
        if named is None:
            nobody.append(str(name))
        elif named.file.name in OWN:
            lines.append(
                f"{shown(str(name))} was left out: it would say to nbgrader when it was handed in"
            )
        else:
            key = named.system, named.number
            submission = found.setdefault(key, Submission(archive.name, order))
            submission.uploads.append(Upload(named, path, str(name), path.stat().st_mtime))
    if nobody:
        lines.append(
            f"{archive.name}: no student's, by their names: {listed(nobody)}. Expected is "
            "'Fullname_123_assignsubmission_file/…' (Moodle) or 'name_31_77_file' (Canvas)"
        )
    return list(found.values())


def _by_student(
    found: dict[tuple[str, str], list[Submission]], roster: Roster
) -> dict[str, list[Submission]]:
    """Submissions by nbgrader's name of the student: the roster's, else the archive's."""
    wanted = {
        key: roster(submissions[0].named)
        or safe_name(submissions[0].named.name, submissions[0].named.number)
        for key, submissions in found.items()
    }
    counts = Counter(name.casefold() for name in wanted.values())
    students: dict[str, list[Submission]] = {}
    for key, name in wanted.items():
        # Two people of one name are told apart by the system's number, and so is who is called like
        # a name with such a number.
        taken = {one.casefold() for one in students}
        while counts[name.casefold()] > 1 or name.casefold() in taken:
            name = f"{name}_{key[1]}"
        students[name] = found[key]
    return students


def _lay(
    student: str,
    submissions: list[Submission],
    root: Path,
    assignment: str,
    target: Path,
    zone: tzinfo | None,
    done: Collection,
) -> None:
    """Lay the last submission of a student at its place, unless it lies there already."""
    last = max(submissions, key=lambda one: (one.modified, one.order))
    if len(submissions) > 1:
        others = ", ".join(shown(one.archive) for one in submissions if one is not last)
        done.lines.append(
            f"{plain(student)}: of several submissions the last counts, that of "
            f"{shown(last.archive)}; left aside: {others}"
        )
    files = _last_uploads(student, last, done.lines)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".collect", dir=target.parent) as scratch:
        fresh = Path(scratch, "fresh")
        fresh.mkdir()
        for name, upload in files.items():
            try:
                copy = fresh / name
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(upload.path, copy)
            except OSError as error:  # such as a name that is another file's folder
                if error.errno in NO_ROOM:
                    raise
                done.lines.append(
                    f"{plain(student)}: {shown(name)} was left out ({error.strerror})"
                )
        if last.named.system == "moodle":
            # In Canvas's archives the times are those of the download.
            (fresh / TIMESTAMP).write_text(_in_utc(last.modified, zone))
        kind = done.new
        if target.exists() and _is_same(fresh, target):
            kind = done.unchanged
        elif target.exists():
            kind = done.replaced
            kept = _free(root / FOLDER / assignment / "replaced" / student)
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(target, kept)
            done.lines.append(f"{plain(student)}: what lay there before is kept in {kept}")
        if kind is not done.unchanged:
            fresh.replace(target)
        kind.append(student)
    late = any(upload.named.late for upload in files.values())
    if late:
        done.lines.append(f"{plain(student)}: Canvas calls it late, and does not say by how much")
    names = {name: upload.member.rpartition("/")[2] for name, upload in files.items()}
    done.collected[student] = Collected(
        last.named.system, last.named.number, last.named.name, names, late
    )


def _last_uploads(student: str, submission: Submission, lines: list[str]) -> dict[str, Upload]:
    """The files of a submission by name, each in its last version."""
    files: dict[str, Upload] = {}
    for upload in sorted(submission.uploads, key=lambda one: (one.named.version, one.modified)):
        name = str(upload.named.file)
        if name in files:
            lines.append(
                f"{plain(student)}: {shown(name)} was uploaded twice; the last counts, "
                f"{shown(upload.member)}"
            )
        files[name] = upload
    return files


def _in_utc(modified: float, zone: tzinfo | None) -> str:
    """A time of an archive, which states no zone, as nbgrader reads it."""
    # Unpacking took it for a time of this machine's zone.
    local = datetime.fromtimestamp(modified)
    moment = local.replace(tzinfo=zone) if zone else local.astimezone()
    return f"{moment.astimezone(timezone.utc):%Y-%m-%d %H:%M:%S} UTC"


def _is_same(fresh: Path, target: Path) -> bool:
    """Whether two folders hold the same files."""
    names = {str(path.relative_to(fresh)) for path in fresh.rglob("*") if path.is_file()}
    there = {str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()}
    return names == there and not any(
        filecmp.cmpfiles(fresh, target, sorted(names), shallow=False)[1:]
    )


def _free(folder: Path) -> Path:
    """A path in a folder, numbered, that does not exist."""
    number = 1
    while (folder / str(number)).exists():
        number += 1
    return folder / str(number)
