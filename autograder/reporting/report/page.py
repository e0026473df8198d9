"""Writes the report as one page of HTML that needs nothing else: no network, no server."""

import base64
import hashlib
import os
import random
from dataclasses import dataclass
from datetime import datetime, timezone
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from nbgrader.coursedir import CourseDirectory

from autograder.reporting.report.attention import needing_a_look
from autograder.reporting.report.figures import drawings
from autograder.reporting.report.items import analyse, frequent_reasons
from autograder.reporting.results import ClassResults, StudentResult
from autograder.reporting.similar import THRESHOLD, groups, similar_answers
from autograder.reporting.templates import templates_of
from autograder.text import plain, plain_lines

LONGEST_NOTE = 300  # characters
FEWEST_IN_ANONYMOUS = 2  # students of a reason; one alone may be told by it


@dataclass(frozen=True)
class Link:
    """A file of a student's that the page leads to."""

    text: str
    address: str


@dataclass(frozen=True)
class Row:
    """A student on the page: `name` is what it calls them, `links` lead to their notebooks."""

    name: str
    person: str
    result: StudentResult
    links: tuple[Link, ...] = ()


def write_page(
    results: ClassResults, coursedir: CourseDirectory, target: Path, anonymous: bool = False
) -> None:
    """Write the report on a class to `target`; with `anonymous` it names and links nobody."""
    rows = _anonymous_rows(results) if anonymous else _rows(results, coursedir, target.parent)
    by_student = {row.result.student: row for row in rows}
    items = analyse(results)
    environment = templates_of("autograder.reporting.report")
    environment.filters |= {"lines": plain_lines, "plain": plain, "time": shown_time, "note": _note}
    similar = [] if anonymous else similar_answers(results, coursedir)
    script = _resource("page.js")
    page = environment.get_template("page.html.j2").render(
        results=results,
        rows=rows,
        row_of=lambda student: by_student[student.student],
        items=items,
        figures=drawings(results, items),
        reasons=frequent_reasons(results, FEWEST_IN_ANONYMOUS if anonymous else 1),
        needing_a_look=needing_a_look(results),
        statuses=_statuses(results),
        similar=similar,
        groups=groups(similar),
        threshold=THRESHOLD,
        anonymous=anonymous,
        written=datetime.now(timezone.utc),
        style=_resource("page.css"),
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page, encoding="utf-8")


def shown_time(moment: datetime | None) -> str:
    """A time of nbgrader's, which are in UTC, with its zone."""
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else ""


def _note(text: str) -> str:
    return plain(text, LONGEST_NOTE)


def _resource(name: str) -> str:
    return files("autograder.reporting.report").joinpath("templates", name).read_text("utf-8")


def _rows(results: ClassResults, coursedir: CourseDirectory, beside: Path) -> list[Row]:
    return [
        Row(plain(one.student), plain(one.full_name), one, tuple(_links(one, coursedir, beside)))
        for one in results.students
    ]


def _links(student: StudentResult, coursedir: CourseDirectory, beside: Path) -> list[Link]:
    """To each graded notebook: its page for the student where that is made, else the notebook."""
    step, assignment = coursedir.feedback_directory, coursedir.assignment_id
    feedback = Path(coursedir.format_path(step, student.student, assignment))
    links = []
    for notebook in student.notebooks:
        page = feedback / f"{notebook.name}.html"
        path = page if page.is_file() else notebook.path
        if path:
            links.append(Link(notebook.name, quote(os.path.relpath(path, beside))))
    return links


def _anonymous_rows(results: ClassResults) -> list[Row]:
    """Students by number, in an order that says nothing of their names."""
    students = list(results.students)
    random.SystemRandom().shuffle(students)
    return [Row(f"{number}", "", student) for number, student in enumerate(students, 1)]


def _statuses(results: ClassResults) -> list[tuple[str, dict[str, int]]]:
    """How many notebooks have each status, by status and notebook."""
    found: dict[str, dict[str, int]] = {}
    for student in results.graded:
        for notebook in student.notebooks:
            counts = found.setdefault(notebook.status, dict.fromkeys(results.notebooks, 0))
            counts[notebook.name] = counts.get(notebook.name, 0) + 1
    return sorted(found.items(), key=lambda one: -sum(one[1].values()))
