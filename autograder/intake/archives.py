"""Unpacks the zip files that students hand in, as far as they are of use and do no harm."""

import errno
import os
import re
import shutil
import stat
import time
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from autograder.intake import apart, mistaken
from autograder.intake.files import ARCHIVE, IGNORED_FOLDERS, is_answer, listed

MEGABYTE = 2**20
MAX_RATIO = 200  # of what comes out to what was packed, above FREE_OF_RATIO
FREE_OF_RATIO = 16 * MEGABYTE
MAX_DEPTH = 12  # of folders
MAX_NAME = 200  # bytes of a member's file name, and of each of its folders'
MEMORY = 2**30
CHUNK = MEGABYTE
ZIP = b"PK"  # what zip files begin with
SAYS_UTF8 = 0x800  # of a member's flags; without it zipfile takes a name for code page 437
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}  # left on the disk, which is no fault of an archive


@dataclass(frozen=True)
class Limits:
    """What an archive may have: its size and that of what is unpacked, in megabytes, and the files.

    One that is larger is refused; of what is in it, that is left out which has no room.
    """

    packed: int
    unpacked: int
    members: int


# A large file costs nothing where it is left out.
OF_A_STUDENT = Limits(packed=4_000, unpacked=256, members=2_000)
OF_A_CLASS = Limits(packed=16_000, unpacked=64_000, members=100_000)

LeftOut = dict[str, list[str]]  # the names of members by the reason, in words


class NotUnpacked(Exception):
    """Why an archive was not unpacked, in words that follow its name."""


class NotTried(NotUnpacked):
    """Why nobody knows whether an archive can be unpacked."""


def unpack(archive: Path, target: Path, seconds: float, limits: Limits = OF_A_STUDENT) -> str:
    """Unpack a zip file into a folder that is made for it; in words, what was left out.

    Raises NotUnpacked, or OSError where the disk has no room, and leaves nothing then.
    """
    target.mkdir()
    try:
        return _unpacked(archive, target, seconds, limits)
    except (NotUnpacked, OSError):
        shutil.rmtree(target, ignore_errors=True)
        raise


def _unpacked(archive: Path, target: Path, seconds: float, limits: Limits) -> str:
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(archive, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise NotUnpacked("is not a regular file")
            if status.st_size > limits.packed * MEGABYTE:
                raise NotUnpacked(f"has more than {limits.packed:,} MB")
            job = f"{__name__}:unpack_here"
            arguments = (str(target), *map(str, astuple(limits)))
            answer = apart.run_apart(job, file, *arguments, memory=MEMORY, seconds=seconds)
    except apart.PassedLimit:
        raise NotUnpacked("takes too much time or memory to unpack") from None
    except apart.NotDone as why:
        raise NotTried(f"was not unpacked: {why}") from None
    except OSError as error:
        raise NotUnpacked(f"cannot be opened ({error.strerror})") from None
    if "no_room" in answer:
        raise OSError(answer["no_room"], os.strerror(answer["no_room"]), str(target.parent))
    if "problem" in answer:
        raise NotUnpacked(answer["problem"])
    left_out: str = answer["left_out"]
    return left_out


def unpack_here(file: BinaryIO, target: str, *limits: str) -> dict[str, object]:
    """Unpack an open zip file in this process: in words what was `left_out`, or the `problem`.

    `no_room` is the number of the error where the disk is full.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            left_out = _unpack_members(archive, Path(target), Limits(*map(int, limits)))
            words = (f"{listed(names)} ({reason})" for reason, names in left_out.items())
            return {"left_out": "; ".join(words)}
    except NotUnpacked as problem:
        return {"problem": str(problem)}
    except zipfile.BadZipFile:
        file.seek(0)
        head = file.read(mistaken.HEAD)
        is_other = not head.startswith(ZIP) and mistaken.known_format(head)
        return {"problem": is_other or "is not a complete zip file; it may be cut short"}
    except Exception as error:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            return {"no_room": error.errno}
        # zipfile raises what its parsers happen to raise.
        return {"problem": f"cannot be unpacked ({type(error).__name__})"}


def _unpack_members(archive: zipfile.ZipFile, target: Path, limits: Limits) -> LeftOut:
    """Unpack what has room, answers first, so that no other file costs them theirs."""
    members = [member for member in archive.infolist() if not _is_ignored(member)]
    if members and all(map(_is_encrypted, members)):
        raise NotUnpacked("is encrypted; hand in the files without a password")
    left_out: LeftOut = defaultdict(list)
    places = _places(members, left_out)
    files, room = 0, limits.unpacked * MEGABYTE
    for path in sorted(places, key=lambda path: _importance(path, places[path])):
        member = places[path]
        # zipfile unpacks no more of a member than it says to hold.
        size = member.file_size
        if files == limits.members:
            reason: str | None = f"at most {limits.members:,} files are unpacked"
        elif size > FREE_OF_RATIO + MAX_RATIO * member.compress_size:
            reason = f"grows more than {MAX_RATIO}-fold when it is unpacked"
        elif size > room:
            reason = f"at most {limits.unpacked:,} MB are unpacked"
        else:
            files, room = files + 1, room - size
            reason = _unpack_member(archive, member, target / path)
        if reason:
            left_out[reason].append(member.filename)
    return left_out


def _places(
    members: Iterable[zipfile.ZipInfo], left_out: LeftOut
) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """Where each member goes that may be unpacked."""
    places = {}
    for member in members:
        path = _safe_path(member)
        if path is None:
            left_out["its name leads elsewhere, or is too long or too deep"].append(member.filename)
        elif _is_special(member):
            left_out["not a file"].append(member.filename)
        elif _is_encrypted(member):
            left_out["encrypted"].append(member.filename)
        else:
            # A later member of the same name replaces the one before it, as everywhere.
            places[path] = member
    return places


def _importance(path: PurePosixPath, member: zipfile.ZipInfo) -> tuple[bool, bool, int]:
    """Notebooks and scripts come first, then archives, which may hold some, then what is small."""
    return not is_answer(path.name), not ARCHIVE.search(path.name), member.file_size


def _is_ignored(member: zipfile.ZipInfo) -> bool:
    parts = member.filename.replace("\\", "/").split("/")
    return member.is_dir() or any(part in IGNORED_FOLDERS for part in parts)


def _is_encrypted(member: zipfile.ZipInfo) -> bool:
    return bool(member.flag_bits & 1)


def _is_special(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a link, a pipe or a device."""
    kind = stat.S_IFMT(member.external_attr >> 16)
    return kind not in (0, stat.S_IFREG)


def _safe_path(member: zipfile.ZipInfo) -> PurePosixPath | None:
    """Where a member goes below the folder of its archive; None where it would lead out of it."""
    # Programs on Windows write \\ where the format asks for /.
    path = PurePosixPath(unicodedata.normalize("NFC", _name(member).replace("\\", "/")))
    is_safe = (
        path.parts
        and not path.is_absolute()
        and ".." not in path.parts
        and not re.match(r"[A-Za-z]:", path.parts[0])
        and len(path.parts) <= MAX_DEPTH
        and all(len(part.encode("utf-8", "replace")) <= MAX_NAME for part in path.parts)
    )
    return path if is_safe else None


def _name(member: zipfile.ZipInfo) -> str:
    """The name of a member, which a Mac writes in UTF-8 without saying so."""
    if not member.flag_bits & SAYS_UTF8:
        with suppress(UnicodeError):
            return member.filename.encode("cp437").decode("utf-8")
    return member.filename


def _unpack_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> str | None:
    """Write a member to a path; the reason where it is to be left out.

    Raises OSError where the disk has no room.
    """
    try:
        _write_member(archive, member, path)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise
        # Its name is another's folder, or no name here.
        return error.strerror or "damaged"
    except NotImplementedError:
        return "packed in a way that is not known here"
    except Exception:
        # zipfile raises what its parsers happen to raise.
        return "damaged"
    return None


def _write_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> None:
    """Write a member to a path, with its time. Raises what zipfile raises, and leaves nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with archive.open(member) as packed, path.open("wb") as file:
            shutil.copyfileobj(packed, file, CHUNK)
    except Exception:
        with suppress(OSError):
            path.unlink()
        raise
    with suppress(ValueError, OverflowError, OSError):
        modified = time.mktime((*member.date_time, 0, 0, -1))
        os.utime(path, (modified, modified))
