"""Right functions in place of a student's own: a mistake costs points once."""

from collections.abc import Callable
from typing import Any

from autograder.checking.verdict import Verdict
from autograder.checking.view import View


def with_stand_ins(
    student: View, run: Callable[[View], Verdict], **right: Callable[..., Any] | str
) -> Verdict:
    """The verdict with right functions of these names, or a better one with the student's own.

    A right function may not fit the student's, whose own takes or means something else. Where both
    earn the same, the reasons are those that name no fault of another function.
    """
    verdict = run(student.given(**right))
    if verdict.points < verdict.maximum:
        verdict = max(verdict, run(student), key=lambda verdict: verdict.points)
    return verdict
