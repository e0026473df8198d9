"""A student's result in a few lines, for the comment fields of other systems."""

import html

from autograder.reporting.exporters.base import number
from autograder.reporting.results import ClassResults, StudentResult
from autograder.text import plain

LONGEST_REASON = 200  # characters


def comment(results: ClassResults, student: StudentResult) -> str:
    """Points by notebook, each lost point with its reason, and what people wrote, as HTML."""
    lines = [f"{number(student.points)} of {number(results.maximum)} points"]
    if student.penalty:
        lines[0] += f", {number(student.penalty)} less for being late"
    for name in results.notebooks:
        points, maximum = student.points_of(name), results.maximum_of(name)
        lines.append(f"{name}: {number(points)} of {number(maximum)}")
        for cell in student.cells:
            if cell.exercise.notebook == name and (cell.lost or cell.comment):
                what = [*cell.reasons, cell.comment]
                said = "; ".join(plain(one, LONGEST_REASON) for one in what if one)
                lost = number(cell.exercise.maximum - cell.points)
                lines.append(f"– {cell.exercise.name}: {lost} lost: {said}")
    return "<br>".join(html.escape(line) for line in lines)
