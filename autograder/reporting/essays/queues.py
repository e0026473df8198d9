"""Who reads which essay next."""

import hashlib
from collections.abc import Callable
from datetime import date

from autograder.reporting.essays.essay import Essay

SAMPLE = 10  # essays to go back to

QUEUES: dict[str, Callable[[Essay], bool]] = {
    "to-read": lambda essay: essay.waits_for_reading,
    "flagged": lambda essay: is_flagged(essay),
    "graded": lambda essay: essay.status == "graded",
    "sample": lambda essay: essay.status == "graded",
    "all": lambda essay: True,
}


def is_flagged(essay: Essay) -> bool:
    """Whether an essay is flagged here, or its notebook in formgrader."""
    return essay.flagged or essay.notebook_flagged


def queue(essays: list[Essay], name: str, grader: str = "") -> list[Essay]:
    """The essays of a queue; a grader's part of them where one is named.

    A grader's part of what waits is the own share and what is in nobody's; of what is graded, what
    the grader graded. The sample is another one each day.
    """
    chosen = [essay for essay in essays if QUEUES[name](essay)]
    if grader and name in {"graded", "sample"}:
        chosen = [essay for essay in chosen if essay.grader == grader]
    elif grader:
        chosen = [essay for essay in chosen if essay.share in {"", grader}]
    if name == "sample":
        today = date.today().isoformat()
        drawn = sorted(chosen, key=lambda essay: _mixed(essay.id, today))[:SAMPLE]
        chosen = [essay for essay in chosen if essay in drawn]
    return chosen


def following(essays: list[Essay], chosen: list[Essay], current: str, step: int = 1) -> str | None:
    """The id of the next of the chosen after the current one (before it: step −1), round about.

    None where there is no other.
    """
    wanted = {essay.id for essay in chosen} - {current}
    ids = [essay.id for essay in essays][::step]
    start = ids.index(current) + 1 if current in ids else 0
    return next((one for one in ids[start:] + ids[:start] if one in wanted), None)


def first(chosen: list[Essay], grader: str) -> str | None:
    """Where a grader begins: graders without shares begin far from each other."""
    if not chosen:
        return None
    return chosen[_mixed(grader, "") % len(chosen)].id


def _mixed(text: str, salt: str) -> int:
    return int(hashlib.sha256(f"{salt}/{text}".encode()).hexdigest()[:12], 16)
