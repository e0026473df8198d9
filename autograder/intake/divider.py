"""Takes cells apart that were joined to one, where they hold released ones.

Colab writes texts that follow each other as one string into a script, and no mark between two cells
of code: a question and its answer are one text then, and a function and its test one cell.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from nbformat import NotebookNode

from autograder.intake.comparing import same_text
from autograder.intake.reading import SubmittedCell
from autograder.intake.student_code import CodeReader

MAX_GROWTH = 10  # of what was released; a cell with more is not looked through
BLOCK = re.compile(r".+?(?:\n(?:[ \t]*\n)+|\Z)", re.S)  # with the blank lines after it


class Divider:
    """Divides cells at those of one release."""

    def __init__(self, released: NotebookNode, reader: CodeReader) -> None:
        self.reader = reader
        self.most = MAX_GROWTH * sum(len(cell.source) for cell in released.cells)
        # The blocks of the released cells by kind and first block, those of the longest first.
        self.released: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
        for cell in sorted(released.cells, key=lambda each: -len(each.source)):
            blocks = [same_text(block) for block in BLOCK.findall(cell.source)]
            if blocks:
                self.released[cell.cell_type, blocks[0]].append(blocks)

    def divided(self, cell: SubmittedCell) -> list[SubmittedCell]:
        """The released cells and the student's own text that a cell holds, in their order.

        A cell stays whole that has a name or outputs, which say what it is, that is too long, or
        where a part of its code would not be valid.
        """
        is_known = cell.grade_id or cell.cell_id or cell.outputs or cell.attachments
        is_whole = is_known or len(cell.source) > self.most
        parts = [] if is_whole else list(self._parts(cell))
        if len(parts) < 2 or (cell.kind == "code" and self._is_broken_by(parts, cell.source)):
            return [cell]
        return [replace(cell, source=part) for part in parts]

    def _parts(self, cell: SubmittedCell) -> Iterator[str]:
        blocks = BLOCK.findall(cell.source)
        texts = [same_text(block) for block in blocks]
        begins = [0]
        position = 0
        while position < len(blocks):
            count = self._released_at(cell.kind, texts, position)
            begins += [position, position + count] if count else []
            position += count or 1
        for begin, end in pairwise([*begins, len(blocks)]):
            part = "".join(blocks[begin:end]).strip("\n")
            if part.strip():
                yield part

    def _released_at(self, kind: str, texts: list[str], position: int) -> int:
        """How many blocks the released cell has that begins here; 0 where none does."""
        for blocks in self.released.get((kind, texts[position]), []):
            if texts[position : position + len(blocks)] == blocks:
                return len(blocks)
        return 0

    def _is_broken_by(self, parts: list[str], source: str) -> bool:
        """Whether valid code would not be in parts: a released cell may stand in a string."""
        are_valid = all(self.reader.read(part).parses for part in parts)
        return not are_valid and self.reader.read(source).parses
