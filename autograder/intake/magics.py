"""Translates IPython's syntax to Python, in a time that a class can wait for."""

import re

from IPython.core.inputtransformer2 import TransformerManager

# IPython reads the whole cell again for each magic in it; that is counted in characters.
MAX_OF_A_CELL = 200_000
MAX_IN_ALL = 750_000  # of one submission, or of one notebook
LEAST = 1_000  # that any reading counts as
# For each `?`, IPython tries every part of such a text as a name.
LONG_NAME = re.compile(r"(?:[\w*.\]]|\[-?){200}")


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
