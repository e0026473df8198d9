"""One essay of the class as the gradebook knows it."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Question:
    """An exercise that a person grades, by nbgrader's names."""

    assignment: str
    notebook: str
    cell: str
    maximum: float


@dataclass(frozen=True)
class Essay:
    """What a student has for a question, and what was given for it."""

    id: str  # of nbgrader's grade; it names no student
    notebook_id: str  # of nbgrader's submitted notebook
    student: str
    name: str
    points: float | None  # given by a person
    extra_credit: float
    waits: bool  # nbgrader asks for a person
    comment: str
    notebook_flagged: bool
    version: int = 0
    grader: str = ""
    read_at: datetime | None = None
    items: dict[str, float] = field(default_factory=dict)
    points_read: float | None = None
    text_digest: str = ""
    flagged: bool = False
    share: str = ""

    @property
    def status(self) -> str:
        """`blank` (left as released), `unread`, `graded`, or `again` (graded anew since)."""
        if self.points is None:
            return "unread" if self.waits else "blank"
        return "again" if self.waits else "graded"

    @property
    def waits_for_reading(self) -> bool:
        return self.status in {"unread", "again"}

    @property
    def given_here(self) -> bool:
        """Whether the points are those that were last given on this page."""
        return self.points is not None and self.points == self.points_read

    @property
    def seen(self) -> str:
        """A name for what stands in the gradebook, which differs once somebody has changed it."""
        parts = [self.version, self.points, self.comment]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Decision:
    """What a grader gives an essay."""

    points: float
    items: dict[str, float]
    comment: str
    text_digest: str
