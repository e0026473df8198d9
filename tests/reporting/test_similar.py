"""Answers that are alike: copies are told, right answers that were written apart are not."""

import json
from pathlib import Path

import pytest
from rich.console import Console

from autograder.course import Course
from autograder.fairness.answers import read_known_answers
from autograder.reporting.course_settings import course_directory
from autograder.reporting.graded_notebooks import nbgrader_cells
from autograder.reporting.reading_results import read_results
from autograder.reporting.report.writing import write_reports
from autograder.reporting.similar import (
    LEAST_CODE,
    LEAST_TEXT,
    THRESHOLD,
    Answer,
    alike,
    groups,
    similar_answers,
)
from tests.conftest import ROOT, at_most, needs_browser
from tests.reporting.browser import barriers, opened
from tests.reporting.graded_class import ASSIGNMENT, ESSAY, POINTS, Known, make_class

LONG = """
def quartiles(values):
    ordered = sorted(float(value) for value in values)
    found = []
    for share in (0.25, 0.5, 0.75):
        place = share * (len(ordered) - 1)
        below = int(place)
        rest = place - below
        upper = ordered[min(below + 1, len(ordered) - 1)]
        found.append(ordered[below] * (1 - rest) + upper * rest)
    if len(found) != 3 or any(value != value for value in found):
        raise ValueError("no quartiles")
    return {"first": found[0], "median": found[1], "third": found[2], "count": len(ordered)}
"""
RENAMED = LONG.replace("ordered", "xs").replace("place", "q").replace("found", "answer_list")
OTHER = """
def quartiles(values):
    import numpy as np
    data = np.asarray(values, dtype=float)
    assert data.ndim == 1 and data.size and np.isfinite(data).all(), "a list of finite numbers"
    lower, middle, upper = np.quantile(data, np.linspace(0, 1, 5)[1:-1], method="linear")
    names = ["first", "median", "third"]
    table = dict(zip(names, map(float, (lower, middle, upper))))
    table.update(count=int(data.shape[0]))
    return table
"""


def answers(**texts: str) -> list[Answer]:
    return [Answer(name, "2_spread", "quartiles", text, True) for name, text in texts.items()]


def test_a_copy_with_other_names_is_found_and_another_solution_is_not():
    (pair,) = alike(answers(ada=LONG, eve=RENAMED, zoe=OTHER))
    assert (pair.first.student, pair.second.student) == ("ada", "eve")
    assert pair.share > THRESHOLD
    for which, answer in enumerate((pair.first, pair.second)):
        parts = pair.parts(which)
        assert "".join(text for text, _ in parts) == answer.text
        assert sum(len(text) for text, shared in parts if shared) > len(answer.text) / 2


def test_what_was_released_counts_for_nothing():
    stub = LONG + "\n    # your code here\n"
    assert not list(alike(answers(ada=stub + "x = 1", eve=stub + "y = 2"), released=stub))


def test_short_answers_are_left_out():
    short = "def mean(values):\n    return sum(values) / len(values)\n"
    assert not list(alike(answers(ada=short, eve=short)))


def test_an_answer_without_measure_is_compared_in_bounded_time():
    endless = LONG + "abc = def_ + x1\n" * 500_000
    with at_most(60):
        (pair,) = alike(answers(ada=endless, eve=endless))
    assert "".join(text for text, _ in pair.parts(0)) == endless


def test_those_who_belong_together_are_named_once():
    pairs = list(alike(answers(ada=LONG, eve=LONG, zoe=RENAMED, alan=OTHER)))
    assert groups(pairs) == [["ada", "eve", "zoe"]]


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("exercises/*/answers.py")), ids=lambda p: p.parent.name
)
def test_right_answers_that_were_written_apart_do_not_alarm(path: Path):
    name = path.parent.name
    right = [
        Answer(sheet.student, "", name, sheet.answers[name].source, True)
        for sheet in read_known_answers(path).sheets
        if name in sheet.answers and all(one.points is None for one in sheet.answers.values())
    ]
    assert not list(alike(right)), f"raise LEAST_CODE, now {LEAST_CODE}"


def essays(*texts: str) -> list[Answer]:
    return [Answer(f"{n}", "", "", " ".join(text.split()), False) for n, text in enumerate(texts)]


def right_essays(path: Path) -> list[str]:
    """Right answers that were written apart, and the course's own."""
    (own,) = (
        cells[path.stem]
        for notebook in (ROOT / "source").glob("*/*.ipynb")
        if path.stem in (cells := nbgrader_cells(notebook))
    )
    return [*path.read_text(encoding="utf-8").split("\n***\n"), "".join(own["source"])]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests/essays").glob("*.md")), ids=lambda path: path.stem
)
def test_right_essays_that_were_written_apart_do_not_alarm_and_a_copy_does(path: Path):
    written = essays(*right_essays(path))
    assert all(len(one.text) > LEAST_TEXT for one in written)
    assert not list(alike(written))
    for text in right_essays(path):
        words = text.split()
        # Every tenth word is another, and all stands in other lines.
        words[::10] = (f"other{place}" for place in range(len(words[::10])))
        (pair,) = alike(essays(text, "\n".join(words)))
        assert pair.share > THRESHOLD


def put_own_cells(course: Course, student: str, code: str, text: str) -> None:
    path = course.root / "autograded" / student / ASSIGNMENT / "1_means.ipynb"
    notebook = json.loads(path.read_text())
    kept = {"metadata": {"autograder": {"own": True}}}
    notebook["cells"].append({"cell_type": "code", "source": code, "outputs": []} | kept)
    notebook["cells"].append({"cell_type": "markdown", "source": text} | kept)
    path.write_text(json.dumps(notebook))


def test_own_cells_are_compared_and_what_they_repeat_of_the_release_counts_for_nothing(tmp_path):
    full = dict.fromkeys(("mean", "median", "variance", "quartiles"), POINTS)
    course = make_class(tmp_path / "course", dict.fromkeys(("ada", "eve"), Known(full)))
    release = course.root / "release" / ASSIGNMENT / "1_means.ipynb"
    release.parent.mkdir(parents=True)
    prose, _ = right_essays(ROOT / "tests/essays/vae_vs_ae.md")[:2]
    cells = [
        {"cell_type": "code", "source": LONG, "metadata": {}},
        {"cell_type": "markdown", "source": prose, "metadata": {}},
    ]
    release.write_text(json.dumps({"cells": cells}))
    for student in ("ada", "eve"):
        put_own_cells(course, student, LONG, prose)
    coursedir = course_directory(course, ASSIGNMENT)
    assert not similar_answers(read_results(course, ASSIGNMENT), coursedir)
    release.write_text(json.dumps({"cells": []}))
    found = similar_answers(read_results(course, ASSIGNMENT), coursedir)
    assert {pair.first.name for pair in found} == {"own code", "own texts"}


@needs_browser
def test_pairs_stand_side_by_side_in_the_report_and_not_in_the_anonymous_one(tmp_path):
    full = dict.fromkeys(("mean", "median", "variance", "quartiles"), POINTS)
    course: Course = make_class(tmp_path / "course", {"ada": Known(full), "eve": Known(full)})
    (essay, *_) = right_essays(ROOT / "tests/essays/vae_vs_ae.md")
    for student, text in (("ada", LONG), ("eve", RENAMED + "# <script>alert(1)</script>")):
        path = course.root / "autograded" / student / ASSIGNMENT / "2_spread.ipynb"
        notebook = json.loads(path.read_text())
        for cell in notebook["cells"]:
            grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
            cell["source"] = {"quartiles": text, ESSAY: essay}.get(grade_id, cell["source"])
        path.write_text(json.dumps(notebook))
    (path,) = write_reports(course, (), False, Console(quiet=True))
    with opened(path) as page:
        section = page.locator("#similar")
        assert "proves nothing" in section.inner_text()
        for summary in section.locator("summary").all():
            summary.click()
        assert section.locator("pre").count() == 4
        # Nobody has to scroll sideways to read prose.
        assert section.locator("pre.prose").evaluate_all(
            "all => all.map(one => one.scrollWidth <= one.clientWidth)"
        ) == [True, True]
        assert section.locator("mark").count() >= 2
        assert not barriers(page)
    (path,) = write_reports(course, (), True, Console(quiet=True))
    assert "quartiles(values)" not in path.read_text()
