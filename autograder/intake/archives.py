"""Unpacks the zip files that students hand in, as far as they are of use and do no harm."""

import os
import re
import shutil
import stat
import time
import unicodedata
import zipfile
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from autograder.intake import apart
from autograder.intake.files import IGNORED_FOLDERS, shown

MEGABYTE = 2**20
MAX_ARCHIVE = 256 * MEGABYTE
MAX_MEMBERS = 2_000
MAX_UNPACKED = 256 * MEGABYTE  # of one archive
MAX_RATIO = 200  # of what comes out to what was packed, above FREE_OF_RATIO
FREE_OF_RATIO = 16 * MEGABYTE
MAX_DEPTH = 12  # of folders
MAX_NAME = 200  # bytes of a member's file name, and of each of its folders'
MEMORY = 2**30
CHUNK = MEGABYTE


class NotUnpacked(Exception):
    """Why an archive was not unpacked, in words that follow its name."""


def unpack(archive: Path, target: Path, seconds: float) -> list[str]:
    """Unpack a zip file into a folder that is made for it; what was left out, in words.

    Raises NotUnpacked, and leaves nothing then.
    """
    target.mkdir()
    try:
        return _unpacked(archive, target, seconds)
    except NotUnpacked:
        shutil.rmtree(target, ignore_errors=True)
        raise


def _unpacked(archive: Path, target: Path, seconds: float) -> list[str]:
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(archive, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise NotUnpacked("is no regular file")
            if status.st_size > MAX_ARCHIVE:
                raise NotUnpacked(f"has more than {MAX_ARCHIVE // MEGABYTE} MB")
            job = f"{__name__}:unpack_here"
            answer = apart.run_apart(job, file, str(target), memory=MEMORY, seconds=seconds)
    except apart.PassedLimit:
        raise NotUnpacked("takes too much time or memory to unpack") from None
    except OSError as error:
        raise NotUnpacked(f"cannot be opened ({error.strerror})") from None
    if "problem" in answer:
        raise NotUnpacked(answer["problem"])
    left_out: list[str] = answer["left_out"]
    return left_out


def unpack_here(file: BinaryIO, target: str) -> dict[str, object]:
    """Unpack an open zip file in this process: what was `left_out`, or the `problem`."""
    try:
        with zipfile.ZipFile(file) as archive:
            return {"left_out": _unpack_members(archive, Path(target))}
    except NotUnpacked as problem:
        return {"problem": str(problem)}
    except zipfile.BadZipFile:
        return {"problem": "is no whole zip file; it may be cut short"}
    except Exception as error:
        # zipfile raises what its parsers happen to raise.
        return {"problem": f"cannot be unpacked ({type(error).__name__})"}


def _unpack_members(archive: zipfile.ZipFile, target: Path) -> list[str]:
    members = [member for member in archive.infolist() if not _is_ignored(member)]
    if len(members) > MAX_MEMBERS:
        raise NotUnpacked(f"holds {len(members):,} files and at most {MAX_MEMBERS:,} are unpacked")
    if any(member.flag_bits & 1 for member in members):
        raise NotUnpacked("is encrypted; hand in the files without a password")
    left_out = []
    size = 0
    for member in members:
        path = _safe_path(member)
        if path is None or _is_special(member):
            left_out.append(shown(member.filename))
            continue
        allowed = min(MAX_UNPACKED - size, FREE_OF_RATIO + MAX_RATIO * member.compress_size)
        try:
            size += _unpack_member(archive, member, target / path, allowed)
        except OSError:
            # Its name is another's folder, or no name here.
            left_out.append(shown(member.filename))
    return left_out


def _is_ignored(member: zipfile.ZipInfo) -> bool:
    parts = member.filename.split("/")
    return member.is_dir() or any(part in IGNORED_FOLDERS for part in parts)


def _is_special(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a link, a pipe or a device."""
    kind = stat.S_IFMT(member.external_attr >> 16)
    return kind not in (0, stat.S_IFREG)


def _safe_path(member: zipfile.ZipInfo) -> PurePosixPath | None:
    """Where a member goes below the folder of its archive; None where it would lead out of it."""
    # Programs on Windows write \\ where the format asks for /.
    path = PurePosixPath(unicodedata.normalize("NFC", member.filename.replace("\\", "/")))
    is_safe = (
        path.parts
        and not path.is_absolute()
        and ".." not in path.parts
        and not re.match(r"[A-Za-z]:", path.parts[0])
        and len(path.parts) <= MAX_DEPTH
        and all(len(part.encode("utf-8", "replace")) <= MAX_NAME for part in path.parts)
    )
    return path if is_safe else None


def _unpack_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, allowed: int
) -> int:
    """Write a member to a path, with its time; its size in bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    # A later member of the same name replaces the one before it, as everywhere.
    with archive.open(member) as packed, path.open("wb") as file:
        while chunk := packed.read(CHUNK):
            size += len(chunk)
            if size > allowed:
                raise NotUnpacked(
                    f"holds more than {MAX_UNPACKED // MEGABYTE} MB, or what grows more than "
                    f"{MAX_RATIO}-fold when it is unpacked"
                )
            file.write(chunk)
    with suppress(ValueError, OverflowError, OSError):
        modified = time.mktime((*member.date_time, 0, 0, -1))
        os.utime(path, (modified, modified))
    return size
