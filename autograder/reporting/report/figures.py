"""The report's figures, as SVG that needs no colour, with a text for those who do not see them."""

import io
import re
from dataclasses import dataclass
from datetime import timezone
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from autograder.reporting.report.items import Item
from autograder.reporting.results import ClassResults

INK, GREY, LIGHT = "#222222", "#808080", "#d8d8d8"
WIDTH = 5.0  # inches; as wide as a phone, in points
MOST_BINS = 20
# Letters stay letters, which are small, can be searched and grow with the page.
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "report",  # the same class gives the same page
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": INK,
    "hatch.linewidth": 0.6,
}
HEAD = re.compile(r"^.*?(?=<svg )", re.DOTALL)
SIZE = re.compile(r'(<svg [^>]*?)width="[^"]*" height="[^"]*"')
IDS = re.compile(r'\bid="|xlink:href="#|url\(#')


@dataclass(frozen=True)
class Drawing:
    """A figure: its title, what it shows in words, and the SVG."""

    title: str
    description: str
    svg: str


def drawings(results: ClassResults, items: list[Item]) -> list[Drawing]:
    """All figures that the results have numbers for."""
    with rc_context(STYLE):
        found = [_distribution(results), _by_notebook(results), _by_exercise(items)]
        if results.due and any(student.handed_in for student in results.graded):
            found.append(_times(results))
    return found


def _axes(height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    return figure, figure.add_subplot()


def _mark(axes: Axes, place: Any, text: str) -> None:
    """A line across a histogram, named above it."""
    axes.axvline(place, color=INK, linestyle="--", linewidth=1.2)
    axes.text(place, 1.02, text, ha="center", color=INK, transform=axes.get_xaxis_transform())


def _svg(figure: Figure, name: str) -> str:
    """A figure as SVG that takes the width of the page; its names are its own."""
    written = io.StringIO()
    figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    svg = HEAD.sub("", written.getvalue())
    svg = SIZE.sub(r"\1", svg, count=1)
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = IDS.sub(lambda found: f"{found[0]}{name}-", svg)
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def _distribution(results: ClassResults) -> Drawing:
    points = np.array([student.points for student in results.graded])
    figure, axes = _axes(2.6)
    bins = min(MOST_BINS, max(5, round(np.sqrt(len(points)) * 1.5)))
    axes.hist(
        points, bins=list(np.linspace(0, results.maximum, bins + 1)), color=LIGHT, edgecolor=INK
    )
    median = float(np.median(points))
    _mark(axes, median, f"median {median:g}")
    axes.set_xlabel(f"points of {results.maximum:g}")
    axes.set_ylabel("students")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    low, high = np.percentile(points, (25, 75))
    text = (
        f"{len(points)} submissions; half of them lie between {low:g} and {high:g} points, the "
        f"median is {median:g}, the least {points.min():g}, the most {points.max():g}."
    )
    if unread := sum(student.waiting > 0 for student in results.graded):
        text += f" In {unread} of them some points still wait for a person, and count as none here."
    return Drawing("Distribution of points", text, _svg(figure, "distribution"))


def _by_notebook(results: ClassResults) -> Drawing:
    names = results.notebooks
    shares = [
        [100 * s.points_of(name) / results.maximum_of(name) for s in results.graded]
        for name in names
        if results.maximum_of(name)
    ]
    figure, axes = _axes(0.9 + 0.42 * len(shares))
    axes.boxplot(
        shares[::-1],
        orientation="horizontal",
        widths=0.55,
        medianprops={"color": INK, "linewidth": 2.2},
        boxprops={"color": INK},
        flierprops={"marker": ".", "markersize": 3, "markeredgecolor": GREY},
    )
    axes.set_yticks(range(1, len(shares) + 1), names[::-1])
    axes.set_xlim(-2, 102)
    axes.set_xlabel("% of the notebook's points")
    medians = ", ".join(f"{n} {np.median(s):.0f} %" for n, s in zip(names, shares, strict=False))
    text = f"Medians: {medians}. Each box holds the middle half of the class."
    return Drawing("Points by notebook", text, _svg(figure, "notebooks"))


def _by_exercise(items: list[Item]) -> Drawing:
    shown = [item for item in items if item.students][::-1]
    figure, axes = _axes(0.9 + 0.26 * len(shown))
    left = np.zeros(len(shown))
    kinds = (("full", INK, ""), ("part", LIGHT, "///"), ("none", "white", ""))
    for kind, colour, hatch in kinds:
        share = np.array([100 * getattr(item, kind) / item.students for item in shown])
        axes.barh(
            range(len(shown)),
            share,
            left=left,
            color=colour,
            edgecolor=INK,
            hatch=hatch,
            linewidth=0.6,
            label=f"{kind} points" if kind != "none" else "no points",
        )
        left += share
    axes.set_yticks(range(len(shown)), [item.exercise.name for item in shown])
    axes.set_ylim(-0.6, len(shown) - 0.4)
    axes.set_xlim(0, 100)
    axes.set_xlabel("% of students")
    axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1), ncols=3, frameon=False)
    text = "The same numbers stand in the table of exercises below, as none, part and full."
    return Drawing("Points by exercise", text, _svg(figure, "exercises"))


def _times(results: ClassResults) -> Drawing:
    times = [s.handed_in for s in results.graded if s.handed_in]
    late = sum(bool(student.late) for student in results.graded)
    figure, axes = _axes(2.2)
    axes.hist(date2num(times), bins=MOST_BINS, color=LIGHT, edgecolor=INK)
    _mark(axes, date2num(results.due), "due")
    locator = AutoDateLocator(minticks=3, maxticks=7, tz=timezone.utc)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, tz=timezone.utc))
    axes.set_xlabel("handed in (UTC)")
    axes.set_ylabel("submissions")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    text = f"{len(times)} submissions have a time; {late} came after they were due."
    return Drawing("When it was handed in", text, _svg(figure, "times"))
