"""Gathers what a student handed in beside the notebooks, to lay it beside them again."""

import os
from collections.abc import Collection
from pathlib import Path

from autograder.intake.files import Found, listed
from autograder.intake.reading import MEGABYTE

MAX_FILES = 200
MAX_FILES_SIZE = 20 * MEGABYTE
TIMESTAMP = "timestamp.txt"  # nbgrader's own


def other_files(
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
        is_readable = os.access(file.path, os.R_OK)
        if not fits or name in files or not name.isprintable() or not is_readable:
            left_out.append(file.name)
            continue
        files[name] = file.path
        size += file.size
    if left_out:
        notes.append(
            f"not laid beside the notebooks, which takes at most {MAX_FILES} files and "
            f"{MAX_FILES_SIZE // MEGABYTE} MB of different, printable names that can be opened: "
            f"{listed(left_out)}"
        )
    return files


def _importance(file: Found) -> tuple[bool, bool, int, str]:
    """Modules come first, and notebooks that answer nothing last."""
    return file.is_notebook, not file.is_script, file.name.count("/"), file.name


def _seen_from(folders: set[str], file: Found) -> str:
    """A file's path from the deepest folder above it that holds a notebook that was taken."""
    above = [folder for folder in folders if folder and file.name.startswith(f"{folder}/")]
    return file.name.removeprefix(f"{max(above, key=len)}/") if above else file.name
