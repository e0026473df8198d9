"""The student's folder: a kernel enters it when nothing of its own is left to be started."""

import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

import autograder

IMPORTERS = ("<frozen importlib", importlib.__file__)


def lay_out(files: dict[str, bytes], folder: str) -> None:
    """Write files into a folder; a name that cannot stand beside those before it is left out."""
    for name, content in files.items():
        with suppress(OSError):
            target = Path(folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def enter(folder: str) -> None:
    """Make this the working folder, and let student code import the modules in it."""
    sys.meta_path.insert(sys.meta_path.index(PathFinder), InstalledFirst())
    sys.path.insert(0, folder)
    os.chdir(folder)


class InstalledFirst(MetaPathFinder):
    """Finds what installed code asks for among what is installed.

    A student's `code.py` is for the student's own cells and modules. A kernel and its libraries
    import some of what they need as late as in the midst of a cell, and shall not find it instead.
    """

    def __init__(self) -> None:
        self.path = list(sys.path)
        self.folders = (*self.path, *autograder.__path__)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """As :meth:`importlib.abc.MetaPathFinder.find_spec`."""
        if path is None and _importer().startswith(self.folders):
            return PathFinder.find_spec(name, self.path)
        return None


def _importer() -> str:
    """The file whose code imports."""
    frame = sys._getframe(2)
    while frame.f_back and frame.f_code.co_filename.startswith(IMPORTERS):
        frame = frame.f_back
    return frame.f_code.co_filename
