"""Essays by question: mark schemes, the order of reading, and how graders compare."""

from dataclasses import replace

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell

from autograder.build.mark_schemes import read_rubric, split_question
from autograder.reporting.essays.essay import Essay
from autograder.reporting.essays.questions import read_master
from autograder.reporting.essays.queues import SAMPLE, first, following, queue
from autograder.reporting.essays.summary import compare
from tests.conftest import ROOT
from tests.reporting.made_up_class import MEDIAN, QUESTIONS


def test_a_mark_scheme_is_read_as_a_person_reads_it():
    question, scheme = split_question(QUESTIONS[MEDIAN])
    rubric = read_rubric(scheme)
    assert "MARK SCHEME" not in question + scheme
    assert "Outliers" not in question
    assert [item.title for item in rubric.items] == ["Outliers", "The formula", "An example"]
    assert rubric.items[1].description.endswith("that goes on. ½: a slip.")
    assert rubric.items[0].steps == (0, 0.5, 1)
    assert rubric.after.startswith("*2 points (1, 1, 0).*")


@pytest.mark.parametrize(
    ("written", "worth"), [("1", 1), ("½", 0.5), ("1½", 1.5), ("0.5", 0.5), ("1/2", 0.5), ("2", 2)]
)
def test_points_of_an_item_can_be_written_in_any_way(written, worth):
    (item,) = read_rubric(f"- **[{written}] Title.** Text.").items
    assert item.worth == worth
    assert item.steps == (0, worth / 2, worth)


def test_every_essay_of_the_course_has_a_rubric_that_adds_up():
    found = 0
    for path in sorted((ROOT / "source").glob("*/*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            described = cell.metadata.get("nbgrader", {})
            if described.get("solution") and described.get("grade"):
                master = read_master(path, described.grade_id, described.points)
                assert master.problem == ""
                assert master.model_answer
                assert 'class="tex"' not in master.model_answer + master.question
                found += 1
    assert found


@pytest.mark.parametrize(
    ("scheme", "words"),
    [
        ("2 points.", "no items"),
        ("- **[1] One.** x", "add up to 1"),
        ("- **[1] One.** x\n- **[1] One.** y", "same title"),
    ],
)
def test_a_mark_scheme_that_cannot_be_used_is_shown_and_called_so(tmp_path, scheme, words):
    cells = [
        new_markdown_cell(f"# Q\nBEGIN MARK SCHEME\n{scheme}\nEND MARK SCHEME"),
        new_markdown_cell("", metadata={"nbgrader": {"grade_id": "essay", "solution": True}}),
    ]
    path = tmp_path / "q.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    master = read_master(path, "essay", 2.0)
    assert words in master.problem
    assert master.rubric.items == ()
    assert ("One." if "One" in scheme else "2 points.") in master.scheme_before


def made_up(number: int, **values: object) -> Essay:
    plain = Essay(f"{number:032x}", "", "", "", None, 0.0, True, "", False)
    return replace(plain, **values)


def test_each_essay_comes_once_and_the_next_is_never_the_same():
    essays = [made_up(number) for number in range(7)]
    start = first(essays, "ada")
    met = [start]
    left = [essay for essay in essays if essay.id != start]
    while left:
        met.append(following(essays, left, met[-1]))
        left = [essay for essay in left if essay.id != met[-1]]
    assert sorted(met) == [essay.id for essay in essays]
    assert following(essays, essays[:1], essays[0].id) is None
    assert first([], "ada") is None


def test_a_sample_is_small_and_stays_for_the_day():
    essays = [made_up(number, points=1.0, waits=False, grader="ada") for number in range(50)]
    sample = queue(essays, "sample", "ada")
    assert len(sample) == SAMPLE
    assert queue(essays, "sample", "ada") == sample
    assert queue(essays, "sample", "ben") == []


def test_a_grader_who_gives_less_shows():
    rubric = read_rubric("- **[1] One.** x\n- **[1] Two.** y")

    def given(number: int, grader: str, one: float, two: float) -> Essay:
        return made_up(
            number,
            points=one + two,
            points_read=one + two,
            waits=False,
            grader=grader,
            items={"One": one, "Two": two},
        )

    essays = [given(n, "ada", 1.0, n % 2) for n in range(20)]
    essays += [given(20 + n, "ben", 0.5 * (n % 2), n % 2) for n in range(20)]
    (ada, ben), together = compare(essays, rubric)
    assert (ada.grader, ada.columns[1].mean, ben.columns[1].mean) == ("ada", 1, 0.25)
    assert ben.columns[1].notable
    assert not ben.columns[2].notable
    assert together.columns[0].count == 40
    assert compare([], rubric) == ([], None)


def test_a_grader_who_becomes_milder_shows():
    essays = [
        made_up(n, points=p, points_read=p, waits=False, grader="ada", read_at=None)
        for n, p in enumerate([0.0, 0.5] * 5 + [2.5, 3.0] * 5)
    ]
    (row,), _ = compare(essays, read_rubric(""))
    assert (row.earlier.mean, row.later.mean) == (0.25, 2.75)
    assert row.later.notable
