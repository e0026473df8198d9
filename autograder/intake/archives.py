"""Unpacks the zip files that students hand in, as far as they are of use and do no harm."""

import errno
import os
import re
import shutil
import stat
import time
import unicodedata
import zipfile
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from autograder.intake import apart, mistaken
from autograder.intake.files import IGNORED_FOLDERS, shown

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
    """What an archive may have: its size and that of what is in it, in megabytes, and its files.

    Where a file passes them, the archive is refused, or with `leaves_out` that file is left out.
    """

    packed: int
    unpacked: int
    members: int
    leaves_out: bool = False


OF_A_STUDENT = Limits(packed=256, unpacked=256, members=2_000)
# One student's bomb costs no other the submission.
OF_A_CLASS = Limits(packed=16_000, unpacked=64_000, members=100_000, leaves_out=True)


class TooLarge(Exception):
    """A member grows beyond what is allowed."""


class NotUnpacked(Exception):
    """Why an archive was not unpacked, in words that follow its name."""


def unpack(archive: Path, target: Path, seconds: float, limits: Limits = OF_A_STUDENT) -> list[str]:
    """Unpack a zip file into a folder that is made for it; what was left out, in words.

    Raises NotUnpacked, or OSError where the disk has no room, and leaves nothing then.
    """
    target.mkdir()
    try:
        return _unpacked(archive, target, seconds, limits)
    except (NotUnpacked, OSError):
        shutil.rmtree(target, ignore_errors=True)
        raise


def _unpacked(archive: Path, target: Path, seconds: float, limits: Limits) -> list[str]:
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(archive, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise NotUnpacked("is not a regular file")
            if status.st_size > limits.packed * MEGABYTE:
                raise NotUnpacked(f"has more than {limits.packed:,} MB")
            job = f"{__name__}:unpack_here"
            arguments = (str(target), *(str(int(limit)) for limit in astuple(limits)))
            answer = apart.run_apart(job, file, *arguments, memory=MEMORY, seconds=seconds)
    except apart.PassedLimit:
        raise NotUnpacked("takes too much time or memory to unpack") from None
    except OSError as error:
        raise NotUnpacked(f"cannot be opened ({error.strerror})") from None
    if "no_room" in answer:
        raise OSError(answer["no_room"], os.strerror(answer["no_room"]), str(target.parent))
    if "problem" in answer:
        raise NotUnpacked(answer["problem"])
    left_out: list[str] = answer["left_out"]
    return left_out


def unpack_here(file: BinaryIO, target: str, *limits: str) -> dict[str, object]:
    """Unpack an open zip file in this process: what was `left_out`, or the `problem`.

    `no_room` is the number of the error where the disk is full.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            packed, unpacked, members, leaves_out = map(int, limits)
            allowed = Limits(packed, unpacked, members, bool(leaves_out))
            return {"left_out": _unpack_members(archive, Path(target), allowed)}
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


def _unpack_members(archive: zipfile.ZipFile, target: Path, limits: Limits) -> list[str]:
    members = [member for member in archive.infolist() if not _is_ignored(member)]
    if len(members) > limits.members:
        raise NotUnpacked(
            f"holds {len(members):,} files and at most {limits.members:,} are unpacked"
        )
    if members and all(map(_is_encrypted, members)):
        raise NotUnpacked("is encrypted; hand in the files without a password")
    left_out = []
    size = 0
    for member in members:
        path = _safe_path(member)
        if path is None or _is_special(member):
            left_out.append(shown(member.filename))
            continue
        if _is_encrypted(member):
            left_out.append(f"{shown(member.filename)} (encrypted)")
            continue
        left = limits.unpacked * MEGABYTE - size
        allowed = min(left, FREE_OF_RATIO + MAX_RATIO * member.compress_size)
        try:
            size += _unpack_member(archive, member, target / path, allowed)
        except TooLarge:
            if not limits.leaves_out:
                raise NotUnpacked(
                    f"holds more than {limits.unpacked:,} MB, or what grows more than "
                    f"{MAX_RATIO}-fold when it is unpacked"
                ) from None
            left_out.append(shown(member.filename))
        except OSError as error:
            if error.errno in NO_ROOM:
                raise
            # Its name is another's folder, or no name here.
            left_out.append(shown(member.filename))
        except NotImplementedError:
            left_out.append(f"{shown(member.filename)} (packed in a way that is not known here)")
        except Exception:
            # zipfile raises what its parsers happen to raise.
            left_out.append(f"{shown(member.filename)} (damaged)")
    return left_out


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


def _unpack_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, allowed: int
) -> int:
    """Write a member to a path, with its time; its size in bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    try:
        # A later member of the same name replaces the one before it, as everywhere.
        with archive.open(member) as packed, path.open("wb") as file:
            while chunk := packed.read(CHUNK):
                size += len(chunk)
                if size > allowed:
                    raise TooLarge
                file.write(chunk)
    except Exception:
        with suppress(OSError):
            path.unlink()
        raise
    with suppress(ValueError, OverflowError, OSError):
        modified = time.mktime((*member.date_time, 0, 0, -1))
        os.utime(path, (modified, modified))
    return size
