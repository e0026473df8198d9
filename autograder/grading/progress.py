"""Shows how far the grading of a class is: a live table on a terminal, a line a submission else."""

import json
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from time import monotonic
from typing import Any

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from autograder.grading.driver import Running
from autograder.judging.judgement import Judgement
from autograder.text import plain

EVENTS = "grading.jsonl"
MOST_FAILED = 10  # that are shown at once
FINE = {"graded", "missing"}


class EventLog:
    """A file that gets a line of JSON for whatever happens; readers may follow it."""

    def __init__(self, root: Path):
        self.path = root / EVENTS

    def write(self, event: str, **facts: Any) -> None:
        now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
        line = json.dumps({"time": now, "event": event} | facts, ensure_ascii=False)
        # Where the disk is full, what is graded counts for more than its story.
        with suppress(OSError), self.path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


class Progress:
    """What of a class is done; a context, within which it is shown."""

    def __init__(self, total: int, console: Console):
        self.total, self.console = total, console
        self.done = 0
        self.seconds = 0.0  # that those took which are done, from a worker's start with them
        self.statuses: Counter[str] = Counter()
        self.failed: list[str] = []
        self.running: list[Running] = []
        self.start = monotonic()
        self.live = Live(console=console, get_renderable=self._table) if self._is_live else None

    @property
    def _is_live(self) -> bool:
        return self.console.is_terminal

    def __enter__(self) -> "Progress":
        if self.live:
            self.live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.live:
            self.running = []
            self.live.stop()

    def look_at(self, running: Iterable[Running]) -> None:
        """Show what runs now."""
        self.running = list(running)

    def add(self, student: str, judgement: Judgement | None, seconds: float) -> None:
        """Count a submission that is done; None where it could not be recorded."""
        self.done += 1
        self.seconds += seconds
        statuses = Counter(one.status for one in judgement.notebooks.values()) if judgement else {}
        self.statuses.update(statuses or {"not recorded": 1})
        failed = []
        for name, one in judgement.notebooks.items() if judgement else ():
            if one.status not in FINE:
                why = f": {one.notes[-1]}" if one.notes else ""
                failed.append(plain(f"{student}, {name}: {one.status}{why}", 200))
        self.failed += failed
        if not self.live:
            points = f"{judgement.points:g} points" if judgement else "not recorded"
            what = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
            facts = f"{what}; {seconds:.1f} s" if what else f"{seconds:.1f} s"
            self.say(f"[{self.done}/{self.total}] {plain(student)}: {points} ({facts})")
            for line in failed:
                self.say(f"    {line}")

    def say(self, line: str) -> None:
        self.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def _left(self) -> str:
        """Words for the time left, as long as others take what those took that are done."""
        if not self.done or not self.running:
            return ""
        each = self.seconds / self.done
        rest = [max(0.0, each - one.seconds) for one in self.running]
        waiting = self.total - self.done - len(self.running)
        seconds = round(max(max(rest), (sum(rest) + waiting * each) / len(rest)))
        # The last that runs may be the one that comes to no end.
        return f", about {timedelta(seconds=seconds)} left" if seconds else ""

    def _table(self) -> Group:
        passed = timedelta(seconds=round(monotonic() - self.start))
        head = f"{self.done} of {self.total} submissions graded in {passed}{self._left()}"
        what = ", ".join(f"{count} {status}" for status, count in self.statuses.most_common())
        table = Table(box=None, padding=(0, 2, 0, 0))
        table.add_column("running")
        table.add_column("notebooks")
        table.add_column("for", justify="right")
        for one in sorted(self.running, key=lambda one: one.since):
            names = ", ".join(sorted(one.notebooks)) or "starts"
            table.add_row(Text(plain(one.due.student)), Text(names), f"{one.seconds:.0f} s")
        failed = [Text(line, style="red") for line in self.failed[-MOST_FAILED:]]
        more = len(self.failed) - len(failed)
        if more > 0:
            failed.insert(0, Text(f"… {more} more, see {EVENTS}", style="red"))
        notebooks = [Text(f"notebooks: {what}")] if what else []
        shown = [table] if self.running else []
        return Group(Text(head, style="bold"), *notebooks, *shown, *failed)
