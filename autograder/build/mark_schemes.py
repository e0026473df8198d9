"""Reads mark schemes of essays: the items that a person reads are those that graders are offered.

An item is a point of a list that begins with what it is worth and its title in bold:

    - **[1] Bayes' rule.** 1: used under the logarithm. ½: with one sign wrong. 0: not used.

Whatever stands before the first item and after the last is shown as it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

BEGIN, END = "BEGIN MARK SCHEME", "END MARK SCHEME"
ITEM = re.compile(
    r"[-*+]\s+\*\*\[\s*(?P<worth>[0-9.,/½¼¾]+)\s*\]\s*(?P<title>.+?)\*\*\s*(?P<rest>.*)"
)
FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
TOLERANCE = 1e-6  # points
SHARES = (0.0, 0.5, 1.0)  # of an item's points, which a grader can give


@dataclass(frozen=True)
class Item:
    """One thing that an answer may show: its title, what it is worth, and when it earns what."""

    title: str
    worth: float
    description: str

    @property
    def steps(self) -> tuple[float, ...]:
        """The points that can be given for it, ascending."""
        return tuple(share * self.worth for share in SHARES)


@dataclass(frozen=True)
class Rubric:
    """A mark scheme: its items, and the texts before and after them."""

    items: tuple[Item, ...] = ()
    before: str = ""
    after: str = ""

    @property
    def worth(self) -> float:
        return sum(item.worth for item in self.items)


def split_question(source: str) -> tuple[str, str]:
    """What students read of a cell, and the mark scheme in it, both without nbgrader's marks."""
    lines = source.splitlines()
    begin = next((number for number, line in enumerate(lines) if BEGIN in line), len(lines))
    end = next((number for number, line in enumerate(lines) if END in line), len(lines))
    question = lines[:begin] + lines[end + 1 :]
    return "\n".join(question).strip(), "\n".join(lines[begin + 1 : end]).strip()


def read_rubric(scheme: str) -> Rubric:
    """The rubric that a mark scheme holds, in Markdown; one without items where it holds none."""
    before: list[str] = []
    after: list[str] = []
    found: list[tuple[re.Match[str], list[str]]] = []
    inside = blank = False
    for line in scheme.splitlines():
        item = ITEM.match(line)
        # Markdown goes on with a point of a list where a line is indented or follows at once.
        inside = item is not None or (inside and (not line.strip() or line[0] == " " or not blank))
        if item:
            found.append((item, [item["rest"]]))
        elif inside:
            found[-1][1].append(line.strip())
        else:
            (after if found else before).append(line)
        blank = not line.strip()
    items = tuple(
        Item(item["title"].strip().rstrip("."), points(item["worth"]), "\n".join(lines).strip())
        for item, lines in found
    )
    return Rubric(items, "\n".join(before).strip(), "\n".join(after).strip())


def question_cell(cells: Sequence[NotebookNode], place: int) -> NotebookNode:
    """The cell with the mark scheme of the essay at `place`: its own, or the last one before it.

    The essay itself where there is none between it and the exercise before.
    """
    for number in range(place, -1, -1):
        if BEGIN in cells[number].source:
            return cells[number]
        if number < place and cells[number].metadata.get("nbgrader", {}).get("grade"):
            break
    return cells[place]


def slip_in(rubric: Rubric, maximum: float) -> str:
    """What is wrong with the items of an essay that is worth `maximum`; empty where nothing is."""
    titles = [item.title for item in rubric.items]
    if len(set(titles)) < len(titles):
        return "two items of the mark scheme have the same title"
    if titles and abs(rubric.worth - maximum) > TOLERANCE:
        return (
            f"the items of the mark scheme add up to {rubric.worth:g}, the essay is worth "
            f"{maximum:g}"
        )
    return ""


def points(text: str) -> float:
    """A number of points as people write it: 1, 0.5, 1/2, ½, 1½; 0 for what is none."""
    whole, fraction = (text[:-1], FRACTIONS[text[-1]]) if text[-1] in FRACTIONS else (text, 0.0)
    above, _, below = whole.replace(",", ".").partition("/")
    try:
        return fraction + (float(above) if above else 0.0) / (float(below) if below else 1.0)
    except (ValueError, ZeroDivisionError):
        return 0.0
