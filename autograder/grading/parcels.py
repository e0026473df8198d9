"""Sends a submission to a worker that does not share a disk with the grader."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from autograder.intake.files import MAX_DEPTH, MAX_ENTRIES
from autograder.intake.reading import MAX_NOTEBOOK

MAX_SENT = 2 * MAX_NOTEBOOK  # bytes of all files together


@dataclass(frozen=True)
class Entry:
    """A file, folder, link or pipe of a submission, under its path in the submission.

    `content` are the bytes of a file or the target of a link. That of a file of which more is there
    than is ever read is None: its size alone is sent.
    """

    path: str
    kind: int
    mode: int
    modified: int
    size: int
    content: bytes | str | None = None


@dataclass(frozen=True)
class Parcel:
    """A submission with all that can lie in its folder, as it was."""

    entries: list[Entry]

    def unpack(self, folder: Path) -> None:
        """Lay the submission into a folder of this machine."""
        times = []
        for entry in self.entries:
            path = folder / entry.path
            path.parent.mkdir(parents=True, exist_ok=True)
            _make(entry, path)
            if entry.kind != stat.S_IFLNK:
                times.append((path, entry))
        for path, entry in reversed(times):  # what is made in a folder changes its time
            os.utime(path, ns=(entry.modified, entry.modified))
            path.chmod(entry.mode)


def pack(folder: Path) -> Parcel:
    """A submission to send; what cannot be read is left out, as the worker could not read it."""
    entries: list[Entry] = []
    room = MAX_SENT
    waiting = [(folder, 0)]
    for place, depth in waiting:  # grows while it is walked
        try:
            with os.scandir(place) as found:
                names = sorted(entry.name for entry in found)
        except OSError:
            continue
        for name in names[: MAX_ENTRIES - len(entries) + 1]:
            entry = _entry(place / name, folder, room)
            if entry is None:
                continue
            entries.append(entry)
            room -= entry.size if isinstance(entry.content, bytes) else 0
            if entry.kind == stat.S_IFDIR and depth <= MAX_DEPTH:
                waiting.append((place / name, depth + 1))
    return Parcel(entries)


def _entry(path: Path, root: Path, room: int) -> Entry | None:
    try:
        status = path.lstat()
        kind = stat.S_IFMT(status.st_mode)
        content: bytes | str | None = None
        if kind == stat.S_IFLNK:
            content = os.readlink(path)  # noqa: PTH115 (as it is written)
        elif kind == stat.S_IFREG and status.st_size <= min(MAX_NOTEBOOK, room):
            content = path.read_bytes()
    except OSError:
        return None
    name = path.relative_to(root).as_posix()
    mode = stat.S_IMODE(status.st_mode)
    return Entry(name, kind, mode, status.st_mtime_ns, status.st_size, content)


def _make(entry: Entry, path: Path) -> None:
    if entry.kind == stat.S_IFDIR:
        path.mkdir(exist_ok=True)
    elif entry.kind == stat.S_IFLNK:
        path.symlink_to(str(entry.content))
    elif entry.kind == stat.S_IFREG and isinstance(entry.content, bytes):
        path.write_bytes(entry.content)
    elif entry.kind == stat.S_IFREG:
        with path.open("wb") as file:
            file.truncate(entry.size)  # without its content, it takes no room
    else:
        os.mkfifo(path)
