"""Submissions that a person should look at, and why."""

from autograder.judging.record import BY_HAND
from autograder.reporting.results import ClassResults, StudentResult

# A student whose programs and texts differ by this share of their points may have got either
# from elsewhere, or may have been graded wrongly.
WIDE_GAP = 0.5
ORDINARY = {"graded", "missing", BY_HAND}


def needing_a_look(results: ClassResults) -> list[tuple[StudentResult, list[str]]]:
    """The students whose submissions need a look, with the reasons, the most pressing first."""
    found = [(student, _reasons(student)) for student in results.graded]
    return sorted(
        ((student, reasons) for student, reasons in found if reasons),
        key=lambda one: (one[0].status in ORDINARY, -len(one[1]), one[0].student),
    )


def _reasons(student: StudentResult) -> list[str]:
    reasons = []
    for notebook in student.notebooks:
        if notebook.status not in ORDINARY:
            reasons.append(f"{notebook.name}: {notebook.status}")
        elif notebook.status == "graded" and notebook.notes:
            reasons.append(f"{notebook.name}: repaired or noted")
    gap = share_gap(student)
    if gap is not None and abs(gap) >= WIDE_GAP:
        better, worse = ("programs", "essays") if gap > 0 else ("essays", "programs")
        reasons.append(f"{better} earn a share {abs(gap):.0%} above that of {worse}")
    return reasons


def share_gap(student: StudentResult) -> float | None:
    """The share of machine points less the share of points by hand; None where one is unknown."""
    shares = []
    for by_hand in (False, True):
        cells = [each for each in student.cells if each.exercise.by_hand == by_hand]
        maximum = sum(cell.exercise.maximum for cell in cells)
        if not maximum or any(cell.waits for cell in cells):
            return None
        shares.append(sum(cell.points for cell in cells) / maximum)
    return shares[0] - shares[1]
