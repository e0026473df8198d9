"""The outcome of a check: points by item, each lost point with its reason."""

import html
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

MIME_TYPE = "application/vnd.autograder.verdict+json"


class Fault(Exception):
    """One thing that is wrong with an answer, as a sentence for the student."""


@dataclass(frozen=True)
class Item:
    """One line of a mark scheme: what was asked, its points, those earned, and why not all."""

    what: str
    maximum: float
    points: float
    reason: str = ""


@dataclass
class Verdict:
    """The points of one answer. Shown in a notebook, it reads as a list of items.

    nbgrader takes the plain-text form of a test cell's result as its score, so that form is the
    number of points and nothing else.
    """

    name: str
    items: list[Item] = field(default_factory=list)

    @property
    def points(self) -> float:
        return sum(item.points for item in self.items)

    @property
    def maximum(self) -> float:
        return sum(item.maximum for item in self.items)

    @property
    def reasons(self) -> list[str]:
        """Why points were lost, each reason once, in the order of the items."""
        return list(dict.fromkeys(item.reason for item in self.items if item.reason))

    @contextmanager
    def item(self, maximum: float, what: str) -> Iterator[None]:
        """Give `maximum` points for `what`, or none and a reason if the block raises a Fault."""
        try:
            yield
        except Fault as fault:
            self.items.append(Item(what, maximum, 0, str(fault)))
        else:
            self.items.append(Item(what, maximum, maximum))

    def __repr__(self) -> str:
        return f"{self.points:g}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {
            "text/plain": repr(self),
            "text/html": self._as_html(),
            MIME_TYPE: {"name": self.name, "items": [asdict(item) for item in self.items]},
        }

    def _as_html(self) -> str:
        rows = "".join(
            f"<li>{'✓' if item.points == item.maximum else '✗'} {item.points:g} of "
            f"{item.maximum:g}: {html.escape(item.what)}"
            + (f"<br><em>{html.escape(item.reason)}</em>" if item.reason else "")
            + "</li>"
            for item in self.items
        )
        return (
            f"<p><code>{html.escape(self.name)}</code>: <strong>{self.points:g} of "
            f"{self.maximum:g} points</strong></p><ul style='list-style:none'>{rows}</ul>"
        )
