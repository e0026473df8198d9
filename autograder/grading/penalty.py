"""A penalty for being late, for nbgrader's own setting `AssignLatePenalties.plugin_class`."""

import math

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float

DAY = 86_400  # s


class PenaltyByDay(LateSubmissionPlugin):
    """Takes a share of a notebook's points for each day that has begun, after some grace."""

    percent = Float(10.0, min=0, max=100, help="% of the points, for each day begun").tag(
        config=True
    )
    grace_minutes = Float(15.0, min=0, help="minutes late that cost nothing").tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """The points of a notebook that are lost; None where it was in time."""
        if total_seconds_late <= 60 * self.grace_minutes:
            return None
        days = math.ceil(total_seconds_late / DAY)
        penalty: float = score * min(1.0, days * self.percent / 100)
        return penalty
