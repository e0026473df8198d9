"""Keeps the student's own cells of a notebook from taking the time of its exercises."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import monotonic

from nbformat import NotebookNode

from autograder.checks.verdict import Verdict

MOST_NAMED = 10  # cells or names in one note
MISSING = re.compile(r"name '(\w+)' is not defined")


def is_own(cell: NotebookNode) -> bool:
    """Whether a cell of a rebuilt notebook is the student's own, and no released one."""
    return bool(cell.metadata.get("autograder", {}).get("own"))


class OwnTime:
    """The time that a student's own cells share in one kernel, and those that got none of it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.used = 0.0
        self.left_out: list[NotebookNode] = []

    @property
    def left(self) -> float:
        return max(0.0, self.seconds - self.used)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the time of the block."""
        start = monotonic()
        try:
            yield
        finally:
            self.used += monotonic() - start

    def note(self, notebook: NotebookNode, verdicts: Iterable[Verdict]) -> str | None:
        """What was left out, and what the functions miss of it; None where nothing was."""
        if not self.left_out:
            return None
        numbers = [
            str(number)
            for number, cell in enumerate(notebook.cells, start=1)
            if any(cell.id == other.id for other in self.left_out)
        ]
        note = (
            f"the student's own cells had {self.seconds:.0f} s together; left out after that: cell "
            f"{_few(numbers)} of the notebook"
        )
        text = "\n".join(cell.source for cell in self.left_out)
        reasons = " ".join(item.reason for verdict in verdicts for item in verdict.items)
        missing = [f"`{name}`" for name in dict.fromkeys(MISSING.findall(reasons)) if name in text]
        if missing:
            note += f". A function needs {_few(missing)}, which may be defined there"
        return note


def _few(words: list[str]) -> str:
    more = len(words) - MOST_NAMED
    return ", ".join(words[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
