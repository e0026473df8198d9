"""The two sides of a rebuild: places of the release, and cells that a student handed in."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from nbformat import NotebookNode

from autograder.intake.comparing import same_text
from autograder.intake.pictures import Pictures
from autograder.intake.reading import SubmittedCell


@dataclass
class Slot:
    """A released cell, with the submitted cells that are copies of it."""

    index: int
    cell: NotebookNode
    copies: list["Entry"] = field(default_factory=list)
    source: str | None = None
    attachments: Pictures = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The grade id; empty where the cell has none."""
        return str(self._nbgrader.get("grade_id", ""))

    @property
    def is_code(self) -> bool:
        return bool(self.cell.cell_type == "code")

    @property
    def is_solution(self) -> bool:
        return bool(self._nbgrader.get("solution"))

    @property
    def is_locked(self) -> bool:
        return bool(self._nbgrader) and not self.is_solution

    @property
    def is_plain(self) -> bool:
        return not self._nbgrader

    @property
    def _nbgrader(self) -> dict[str, Any]:
        header: dict[str, Any] = self.cell.metadata.get("nbgrader", {})
        return header

    @cached_property
    def text(self) -> str:
        """The released source, to compare."""
        return same_text(self.cell.source)

    def is_as_released(self, entry: "Entry") -> bool:
        return entry.text == self.text


@dataclass(eq=False)
class Entry:
    """A submitted cell: a copy of a slot's, or the student's own while `slot` is None.

    `before` is the slot whose source it became, or which it was put before. An own cell that is not
    `kept` is only a place to look for answers.
    """

    cell: SubmittedCell
    slot: Slot | None = None
    before: Slot | None = None
    kept: bool = True

    @property
    def source(self) -> str:
        return self.cell.source

    @property
    def text(self) -> str:
        """The source, to compare."""
        return self.cell.text

    @cached_property
    def words(self) -> Counter[str]:
        return counted_words(self.source)

    @property
    def is_free(self) -> bool:
        return self.slot is None and self.before is None


def added(cell: SubmittedCell, slot: Slot) -> SubmittedCell:
    """A changed copy of a released text, without that text where the student only added to it."""
    released = slot.cell.source.strip()
    if slot.is_code or not cell.source.strip().startswith(released):
        return cell
    return replace(cell, source=cell.source.strip().removeprefix(released).strip("\n"))


def counted_words(source: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", source))


def between(entries: list[Entry], index: int) -> Iterator[Entry]:
    """The own code cells that stand after an earlier released cell and before a later one."""
    waiting: list[Entry] = []
    is_after_earlier = True
    for entry in entries:
        if entry.slot is None:
            if is_after_earlier and entry.cell.kind == "code":
                waiting.append(entry)
        else:
            if entry.slot.index > index:
                yield from waiting
            is_after_earlier = entry.slot.index < index
            waiting = []
    yield from waiting


def joined(parts: list[Entry]) -> str:
    return "\n".join(part.source for part in parts)
