"""Finds the files of a submission, whatever lies in its folder."""

import os
import re
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from autograder.text import plain

MAX_ENTRIES = 20_000  # that are looked at in a submission
MAX_DEPTH = 12
MAX_NAMED = 5  # files in one note
MAX_NAME = 80  # characters of a file name in a message

# What programs keep for themselves, often thousands of files.
IGNORED_FOLDERS = {"__pycache__", "__MACOSX", "node_modules", "site-packages", ".git"}
# What Python lays beside pyvenv.cfg, which a student may have made where the notebooks are.
OF_AN_ENVIRONMENT = {
    *("pyvenv.cfg", "bin", "include", "lib", "lib64", "share"),
    *("Include", "Lib", "Scripts"),
}
# Names of what systems lay beside files, or keep of files that were deleted.
OF_THE_SYSTEM = ("._", ".Trash")
CHECKPOINTS = ".ipynb_checkpoints"  # where Jupyter keeps the version saved last
# Browsers and mail programs put something after the ending (`2_title.ipynb.txt`).
NOTEBOOK = re.compile(r"\.ipynb(?:\.(?:txt|json|html?|download|bak|old))*(?=$|[\W_])", re.I)
SCRIPT = re.compile(r"\.py(?:\.txt)?$", re.I)
ZIP = re.compile(r"\.zip\b[^.]*(?:\.download)?$", re.I)
OF_A_ZIP = b"PK\x03\x04"  # its beginning
# What is pressed together, and what Jupyter can export; none of it is read as it is.
ARCHIVE = re.compile(rf"\.(?:7z|rar|tar|t?gz|bz2|t?xz|zst)$|{ZIP.pattern}", re.I)
DOCUMENT = re.compile(r"\.(?:pdf|html?|docx?|odt|rtf|tex|md|rst|pages|r|rmd|jl)$", re.I)

# What may be a page of handwriting, or of another program's.
WRITING = re.compile(r"\.(?:pdf|docx?|odt|rtf|tex|pages|png|jpe?g|heic|webp|tiff?)$", re.I)


@dataclass(frozen=True)
class Found:
    """A file of a submission; `name` is its path in the submission, with slashes.

    What is not a regular file is listed only where it is named like a notebook or script.
    """

    name: str
    path: Path
    size: int
    modified: int
    is_regular: bool

    @property
    def shown(self) -> str:
        return shown(self.name)

    @property
    def base(self) -> str:
        """The name without its folder."""
        return self.name.rpartition("/")[2]

    @property
    def stem(self) -> str:
        """The name without its folder and its endings."""
        ending = NOTEBOOK if self.is_notebook else SCRIPT
        stem = ending.sub("", self.base)
        if stem == self.base:
            stem = stem.rpartition(".")[0] or stem
        return stem.removesuffix("-checkpoint")

    @property
    def folder(self) -> str:
        return self.name.rpartition("/")[0]

    @property
    def is_notebook(self) -> bool:
        return bool(NOTEBOOK.search(self.base)) and not ARCHIVE.search(self.base)

    @property
    def is_script(self) -> bool:
        return bool(SCRIPT.search(self.base)) and not self.is_notebook

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder that has the name of a file."""
        with suppress(OSError):
            return stat.S_ISDIR(self.path.lstat().st_mode)
        return False

    @property
    def is_zip(self) -> bool:
        """Whether it is a zip file by its name, or by its beginning where its name may be wrong."""
        if ZIP.search(self.base):
            return self.is_regular
        may_be = self.is_notebook or self.is_script or "." not in self.base
        if not may_be and not ARCHIVE.search(self.base):
            return False
        return self.head(len(OF_A_ZIP)) == OF_A_ZIP

    def head(self, size: int) -> bytes:
        """The first bytes of a file; nothing where it cannot be read."""
        if not self.is_regular:
            return b""
        try:
            with self.path.open("rb") as opened:
                return opened.read(size)
        except OSError:
            return b""


@dataclass
class Files:
    """What lies in a folder: its files, those near its top first, and what a reader should know.

    `hidden` are notebooks in hidden folders, or hidden themselves, and `checkpoints` the copies
    that Jupyter made by itself.
    """

    found: list[Found] = field(default_factory=list)
    hidden: list[Found] = field(default_factory=list)
    checkpoints: list[Found] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def walk(folder: Path, within: str = "") -> Files:
    """The files below a folder; `within` stands before each name, as the name of an archive."""
    root = folder.resolve()
    files = Files()
    left_out: list[str] = []
    entries_left, is_complete = MAX_ENTRIES, True
    # Both grow while they are walked; what is hidden comes last.
    waiting, hidden = [(within, root, 0)], list[tuple[str, Path, int]]()
    for prefix, place, depth in chain(waiting, hidden):
        is_below_hidden = _is_hidden(prefix.removeprefix(within))
        if not entries_left or depth > MAX_DEPTH:
            is_complete &= is_below_hidden
            continue
        try:
            names = [entry.name for entry in place.iterdir()]
        except OSError:
            left_out.append(prefix)
            continue
        if "pyvenv.cfg" in names:
            names = [name for name in names if name not in OF_AN_ENVIRONMENT]
        # Notebooks and scripts first: among too many files they are the ones that count.
        names.sort(key=lambda name: (not is_answer(name), name))
        is_complete &= is_below_hidden or len(names) <= entries_left
        names, entries_left = names[:entries_left], max(0, entries_left - len(names))
        is_checkpoints = place.name == CHECKPOINTS
        for name in names:
            if name.startswith(OF_THE_SYSTEM) or name in IGNORED_FOLDERS:
                continue
            file = _look_at(f"{prefix}{name}", place / name, root)
            is_hidden = is_below_hidden or _is_hidden(name)
            if file is None or file.is_folder:
                below = hidden if is_hidden else waiting
                below.append((f"{prefix}{name}/", place / name, depth + 1))
            if file is None:
                continue
            if is_checkpoints:
                files.checkpoints += [file] if file.is_notebook and file.is_regular else []
            elif is_hidden:
                files.hidden += [file] if _may_be_of_the_student(file) else []
            elif file.is_regular or is_answer(name):
                files.found.append(file)
            else:
                left_out.append(file.name)
    if not is_complete:
        files.notes.append(
            f"the submission holds more than {MAX_ENTRIES:,} files or {MAX_DEPTH} levels of "
            "folders; the rest was not looked at"
        )
    if left_out:
        files.notes.append(
            f"left out, because it cannot be opened or is not a file: {listed(left_out)}"
        )
    return files


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") and part != CHECKPOINTS for part in name.split("/"))


def _may_be_of_the_student(file: Found) -> bool:
    """Whether a hidden file is a notebook: programs keep others' scripts there, and leftovers."""
    return file.base.endswith(".ipynb") and file.is_regular and "Trash" not in file.name.split("/")


def is_answer(name: str) -> bool:
    """Whether a file is named like a notebook or a script."""
    is_named_so = NOTEBOOK.search(name) or SCRIPT.search(name)
    return bool(is_named_so) and name != CHECKPOINTS and not ARCHIVE.search(name)


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
    if stat.S_ISDIR(status.st_mode) and not is_answer(name.rpartition("/")[2]):
        return None
    is_regular = stat.S_ISREG(status.st_mode)
    return Found(name, path, status.st_size, status.st_mtime_ns, is_regular)


def shown(name: str) -> str:
    """A file's name for messages."""
    return "/".join(
        plain(os.fsencode(part).decode("utf-8", "replace"), MAX_NAME) for part in name.split("/")
    )


def listed(names: Iterable[str]) -> str:
    """Some names for one message, and how many more there are."""
    names = list(names)
    first = [shown(name) for name in names[:MAX_NAMED]]
    more = len(names) - len(first)
    return ", ".join(first) + (f" and {more:,} more" if more else "")
