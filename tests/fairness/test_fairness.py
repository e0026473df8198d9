"""Answers of known worth earn it, and the instructor's safety net says where they do not."""

import shutil
from io import StringIO

import nbformat
import pytest
from rich.console import Console

from autograder.course import Course, CourseError
from autograder.fairness.answers import model_answers
from autograder.fairness.check import check
from autograder.fairness.corpus import Case, Result, read_corpus, run_corpus
from autograder.fairness.exercises import graded_functions
from autograder.fairness.mutants import mutants
from autograder.fairness.page import confusion_table, survivor_table
from autograder.fairness.trial import Outcome, Trial, run_trials
from autograder.judging.in_process import view
from tests.conftest import (
    ROOT,
    autoencoders,
    copy_build,
    copy_course,
    few_of,
    in_both_runs,
    needs_tensorflow,
    runs_nbgrader,
    selected,
)

COURSE = Course(ROOT)
EXERCISES = graded_functions(COURSE)
CASES = {f"{case.name}-{case.exercise.name}": case for case in read_corpus(COURSE, EXERCISES)}
# A right and a wrong answer to each exercise, for every run.
FEW = {
    next(
        n for n, case in CASES.items() if case.exercise.name == exercise and case.is_right is right
    )
    for exercise in EXERCISES
    for right in (True, False)
}


@pytest.fixture(scope="module")
def results(request) -> dict[str, Result]:
    """What the selected answers earn."""
    cases = selected(CASES, request, all_or_some=True)
    return dict(zip(cases, run_corpus(COURSE, cases.values()), strict=True))


@needs_tensorflow
@pytest.mark.parametrize("name", few_of(CASES, FEW))
def test_an_answer_of_the_corpus_earns_and_reads_what_its_file_states(results, name):
    assert results[name].problems == []


def test_the_corpus_is_large_and_half_of_it_right():
    for name in EXERCISES:
        mine = [case for case in CASES.values() if case.exercise.name == name]
        right = sum(case.is_right for case in mine)
        assert right >= 3, name
        assert len(mine) - right >= 3, name
    assert len(CASES) >= 120


@needs_tensorflow
@in_both_runs
def test_a_reason_is_read_in_two_lines_and_wrong_answers_ask_for_one(results, run):
    for name, result in results.items():
        if not result.case.is_right:
            assert result.case.answer.reason, name
            assert all(len(reason) <= 300 for reason in result.outcome.reasons[:1]), name


@needs_tensorflow
@in_both_runs
def test_no_reason_names_what_is_inside_tensorflow(results, run):
    for name, result in results.items():
        for text in (*result.outcome.reasons, result.outcome.shown):
            assert "{{" not in text, name
            assert "[Op:" not in text, name


@pytest.fixture(scope="module")
def model() -> dict[str, Outcome]:
    trials = [Trial(exercise, {}) for exercise in EXERCISES.values()]
    return dict(zip(EXERCISES, run_trials(COURSE, trials), strict=True))


@needs_tensorflow
@pytest.mark.parametrize("name", EXERCISES)
def test_the_items_of_a_check_sum_to_the_points_of_its_cell(model, name):
    assert sum(item.maximum for item in model[name].items) == EXERCISES[name].points


@needs_tensorflow
@pytest.mark.parametrize("name", EXERCISES)
def test_the_stated_scheme_is_what_the_check_gives(model, name):
    scheme = "; ".join(f"{item.maximum:g} for {item.what}" for item in model[name].items)
    assert (
        f"| `{name}` | {EXERCISES[name].points:g} | {scheme} |" in (ROOT / "README.md").read_text()
    )
    source = nbformat.read(
        autoencoders(COURSE).source / f"{EXERCISES[name].notebook}.ipynb", as_version=4
    )
    stated = [
        " ".join(cell.source.split())
        for cell in source.cells
        if "instructor" in cell.metadata.get("tags", [])
    ]
    assert f"**Points of `{name}`**, {EXERCISES[name].points:g}: {scheme}." in stated


@needs_tensorflow
def test_what_is_not_filled_in_earns_nothing_and_says_so():
    trials = [Trial(exercise, {}, "release") for exercise in EXERCISES.values()]
    for outcome in run_trials(COURSE, trials):
        assert outcome.points == 0
        assert outcome.reasons == ["nothing is filled in yet (NotImplementedError)"]
        assert "nothing is filled in yet" in outcome.shown


def test_a_view_of_a_view_is_itself():
    once = view(abs)
    assert view(once) is once


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Course:
    """A small course of its own: all masters, and three answers."""
    course = copy_course(tmp_path_factory.mktemp("fairness") / "course")
    course.corpus.mkdir(parents=True)
    write_sheet(course, "right", "# %% kl\n" + model_answers(autoencoders(COURSE))["kl"])
    copy_build(course)
    return course


def write_sheet(course: Course, name: str, cells: str) -> None:
    (course.corpus / f"{name}.py").write_text(
        f'# %% [markdown] base="model"\n# {name}.\n\n{cells}\n'
    )


def checked(course: Course) -> tuple[bool, str]:
    console = Console(record=True, width=100, file=StringIO())
    return check(course, console), console.export_text()


@runs_nbgrader
@needs_tensorflow
def test_an_untouched_course_is_fair(course):
    holds, text = checked(course)
    assert holds
    assert [line[0] for line in text.split("\n") if line.strip()] == ["✓"] * 4


@runs_nbgrader
@needs_tensorflow
def test_an_edit_that_breaks_fairness_is_named(course, tmp_path):
    broken = Course(shutil.copytree(course.root, tmp_path / "broken", symlinks=True))
    master = autoencoders(broken).masters / "5_elbo.py"
    master.write_text(
        master.read_text().replace(
            "    return np.sum(q[believed]", "    return 2 * np.sum(q[believed]"
        )
    )
    write_sheet(
        broken, "stated_too_high", "# %% log_evidence\ndef log_evidence(*_):\n    return 0.0"
    )
    holds, text = checked(broken)
    assert not holds
    assert "source/autoencoders/5_elbo.ipynb is stale" in text
    assert "kl earns 0.5 of 3" in text
    assert "stated_too_high (log_evidence): earns 0 points, stated are 2" in text
    assert "✓ the untouched release earns nothing" in text


@runs_nbgrader
def test_a_sheet_without_points_for_an_unknown_exercise_is_one_message(course, tmp_path):
    broken = Course(shutil.copytree(course.root, tmp_path / "broken", symlinks=True))
    (broken.corpus / "empty.py").write_text("")
    with pytest.raises(CourseError, match="the sheet is empty"):
        check(broken, Console(file=StringIO()))


def outcome_of(source: str, name: str = "kl") -> Outcome:
    return next(run_trials(COURSE, [Trial(EXERCISES[name], {name: source})]))


@needs_tensorflow
def test_an_answer_that_ends_its_process_loses_its_points_and_no_more():
    sources = ["import os; os._exit(3)", "def kl(q, p): raise SystemExit", "kl = 3"]
    trials = [Trial(EXERCISES["kl"], {"kl": source}) for source in sources]
    outcomes = list(run_trials(COURSE, [*trials, Trial(EXERCISES["kl"], {})]))
    assert [outcome.points for outcome in outcomes] == [0, 0, 0, 3]
    assert outcomes[0].reasons == ["the code ended its own process"]


@needs_tensorflow
def test_what_the_notebook_shows_at_once_is_kept():
    shown = outcome_of("def kl(q, p):\n    return -np.sum(q * np.log(q / p))").shown
    assert shown.startswith("✗ kl: ")


def test_a_mutant_differs_in_one_place_and_none_comes_twice():
    source = "def f(x, y):\n    '''Text.'''\n    return tf.reduce_sum(x - 2 * y, axis=1)"
    sources = [mutant.source for mutant in mutants(source)]
    assert len(sources) == len(set(sources))
    for expected in (
        "tf.reduce_sum(x + 2 * y, axis=1)",
        "tf.reduce_sum(x, axis=1)",
        "tf.reduce_sum(x - 2 * y)",
        "tf.reduce_sum(x - 2 * y, axis=0)",
        "tf.reduce_mean(x - 2 * y, axis=1)",
        "tf.reduce_sum(y - 2 * y, axis=1)",
        "x - 2 * y",
    ):
        assert f"def f(x, y):\n    return {expected}" in sources


@needs_tensorflow
def test_the_table_counts_what_is_off_the_diagonal():
    right = next(case for case in CASES.values() if case.exercise.name == "kl" and case.is_right)
    wrong = next(
        case for case in CASES.values() if case.exercise.name == "kl" and not case.is_right
    )
    full, none = outcome_of("kl = 3"), outcome_of(model_answers(autoencoders(COURSE))["kl"])
    table = confusion_table(["kl"], [Result(right, full), Result(wrong, none)])
    assert "| `kl` | 0 | 1 | 1 | 0 |" in table


def test_a_survivor_without_explanation_is_marked():
    (mutant, *_) = mutants("def kl(q, p):\n    return q - p")
    table = survivor_table([(EXERCISES["kl"], mutant)], {})
    assert "**not explained**" in table


def test_a_case_says_what_is_not_as_stated():
    case = next(case for case in CASES.values() if case.is_right)
    assert isinstance(case, Case)
    assert Result(case, Outcome(())).problems == [
        f"earns 0 points, stated are {case.exercise.points:g}"
    ]
