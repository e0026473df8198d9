"""Translates IPython's syntax to Python, in a time that a class can wait for."""

import re
from functools import cache

from IPython.core import magics
from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.magic import Magics

# IPython reads the whole cell again for each magic in it; that is counted in characters.
MAX_OF_A_CELL = 200_000
MAX_IN_ALL = 750_000  # of one submission, or of one notebook
LEAST = 1_000  # that any reading counts as
# For each `?`, IPython tries every part of such a text as a name.
LONG_NAME = re.compile(r"(?:[\w*.\]]|\[-?){200}")
# The cell magics that a shell of IPython makes when it starts.
MADE_BY_SHELL = frozenset(
    {"bash", "cmd", "perl", "pypy", "python", "python2", "python3", "ruby", "sh"}
    | {"HTML", "SVG", "file"}
)


class TooMuch(Exception):
    """More would have to be read than may be."""


class Translator(TransformerManager):
    """Translates the cells of one submission, for as long as there is something `left`."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.left = MAX_IN_ALL
        self._left_for_cell = 0

    def transform_cell(self, cell: str) -> str:
        """A cell as pure Python. Raises TooMuch, and what IPython raises for what is no code."""
        if LONG_NAME.search(cell):
            raise TooMuch
        self._left_for_cell = MAX_OF_A_CELL
        return super().transform_cell(cell)

    def do_one_token_transform(self, lines: list[str]) -> tuple[bool, list[str]]:
        size = LEAST + sum(map(len, lines))
        if size > min(self.left, self._left_for_cell):
            raise TooMuch
        self.left -= size
        self._left_for_cell -= size
        done: tuple[bool, list[str]] = super().do_one_token_transform(lines)  # type: ignore[no-untyped-call]
        return done


@cache
def known_magics(kind: str) -> frozenset[str]:
    """The names of IPython's own magics of a kind, "line" or "cell"; any other does nothing."""
    members = [getattr(magics, name) for name in dir(magics)]
    classes = [each for each in members if isinstance(each, type) and issubclass(each, Magics)]
    names = frozenset(name for each in classes for name in each.magics.get(kind, ()))
    return names | MADE_BY_SHELL if kind == "cell" else names


def runs_as_usual(cell_magic: str) -> bool:
    """Whether the rest of a cell is run as if its cell magic were not there.

    So are those that only look on, and by the judge's kernel those that nobody knows.
    """
    return cell_magic in ("time", "capture", "prun") or cell_magic not in known_magics("cell")
