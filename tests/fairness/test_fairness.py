"""Answers of known worth earn it, and the instructor's safety net says where they do not."""

import re
import shutil
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from autograder.build.building import build
from autograder.build.new import new_exercise
from autograder.course import Course, CourseError
from autograder.fairness.answers import model_answers, read_known_answers
from autograder.fairness.check import check, unknown
from autograder.fairness.corpus import Case, Result, read_corpus, run_corpus
from autograder.fairness.exercises import graded_functions
from autograder.fairness.mutants import mutants
from autograder.fairness.page import all_mutants, confusion_table, survivor_table
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


def test_right_and_wrong_answers_to_each_exercise_are_known():
    assert unknown(EXERCISES, list(CASES.values())) == []


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
    row = f"| `{name}` | {EXERCISES[name].points:g} | " + scheme.replace("|", "\\|") + " |"
    assert row in (ROOT / "docs" / "points.md").read_text().splitlines()


@needs_tensorflow
def test_what_is_not_filled_in_earns_nothing_and_says_so():
    trials = [Trial(exercise, {}, "release") for exercise in EXERCISES.values()]
    for outcome in run_trials(COURSE, trials):
        assert outcome.points == 0
        assert outcome.reasons == [
            "nothing is filled in yet, or `raise NotImplementedError` was left in"
        ]
        assert "nothing is filled in yet" in outcome.shown


def test_every_mutant_that_is_called_right_can_be_made():
    """What explains a change that a model answer no longer has explains nothing."""
    changes = {
        (exercise.name, mutant.change) for exercise, mutant in all_mutants(COURSE, EXERCISES)
    }
    explained = {
        (name, change)
        for name in EXERCISES
        for change in read_known_answers(COURSE.exercises / name / "answers.py").right_mutants
    }
    assert explained - changes == set()


def test_a_view_of_a_view_is_itself():
    once = view(abs)
    assert view(once) is once


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Course:
    """A copy of the course in which answers to one exercise are known."""
    course = copy_course(tmp_path_factory.mktemp("fairness") / "course")
    known = Path("exercises", "kl", "answers.py")
    shutil.copyfile(ROOT / known, course.root / known)
    copy_build(course)
    return course


NEW = "begun_by_a_test"  # a name that no exercise of the course will have


def checked(course: Course, name: str = "kl") -> tuple[bool, str]:
    console = Console(record=True, width=200, file=StringIO())
    return check(course, console, name), console.export_text()


@runs_nbgrader
@needs_tensorflow
def test_an_untouched_exercise_is_fair(course):
    holds, text = checked(course)
    assert holds
    assert {line[0] for line in text.split("\n") if line.strip()} == {"✓"}


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
    with (broken.exercises / "kl" / "answers.py").open("a") as answers:
        answers.write(
            "\n# %% stated_too_high [markdown]\n# Zero.\n\n# %% kl\ndef kl(*_):\n    return 0.0\n"
        )
    holds, text = checked(broken)
    assert not holds
    assert "source/autoencoders/5_elbo.ipynb is stale" in text
    assert re.search(rf"kl earns [\d.]+ of {EXERCISES['kl'].points:g}", text)
    assert "kl/stated_too_high (kl): earns 0 points, stated are" in text
    assert "✓ what is not filled in earns nothing" in text
    assert "✓ each exercise has known answers" in text


@runs_nbgrader
@needs_tensorflow
def test_a_new_exercise_builds_and_its_check_says_what_to_fill_in(course, tmp_path):
    begun = Course(shutil.copytree(course.root, tmp_path / "begun", symlinks=True))
    written = new_exercise(begun, NEW, "5_elbo")
    assert written == [begun.exercises / NEW, autoencoders(begun).masters / "5_elbo.py"]
    build(begun)
    holds, text = checked(begun, NEW)
    assert not holds
    for part in ("check.py", "visible.py"):
        assert f"exercises/{NEW}/{part} is still the template" in text
    assert f"wrong answers to {NEW}; at least" in text
    planned = autoencoders(course).notebooks["5_elbo"]
    assert f"5_elbo is worth {planned + 1:g} points, course.toml plans {planned:g}" in text


@runs_nbgrader
@pytest.mark.parametrize(
    ("name", "notebook", "message"),
    [
        ("kl", "5_elbo", "exists already; choose another name"),
        ("Kl-2", "5_elbo", "'Kl-2' is not a valid name for one"),
        ("lambda", "5_elbo", "'lambda' is not a valid name for one"),
        (NEW, "7_more", "there is no notebook 7_more; there are autoencoders/1_basic"),
    ],
)
def test_an_exercise_that_cannot_begin_is_one_message_and_writes_nothing(
    course, name, notebook, message
):
    before = sorted(course.exercises.iterdir())
    with pytest.raises(CourseError, match=re.escape(message)):
        new_exercise(course, name, notebook)
    assert sorted(course.exercises.iterdir()) == before


@runs_nbgrader
def test_an_exercise_that_does_not_exist_is_one_message(course):
    with pytest.raises(CourseError, match="there is no exercise kll; there are init_parameters, "):
        checked(course, "kll")


ANSWERS = "# %% one [markdown]\n# A line.\n\n# %% kl points=1\nkl = 3\n"
MISTAKES = {
    "nothing": (ANSWERS, "", "the file is empty"),
    "no name": (" one [markdown]", " [markdown]", "each answer has a name of its own"),
    "twice": ("kl = 3\n", f"kl = 3\n\n{ANSWERS}", "found 'one'"),
    "code first": ("# %% one [markdown]\n# A line.\n", "", "the first cell is to name an answer"),
    "no grade id": ("# %% kl points=1\n", "# %%\n", "each cell answers a grade id"),
    "base": ("[markdown]", '[markdown] base="mode"', 'base is to be "model" or "release"'),
}


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_in_known_answers_is_one_message(tmp_path, old, new, message):
    assert old in ANSWERS
    path = tmp_path / "kl" / "answers.py"
    path.parent.mkdir()
    path.write_text(ANSWERS.replace(old, new))
    with pytest.raises(CourseError, match=message):
        read_known_answers(path)


def test_right_mutants_are_read_across_lines(tmp_path):
    path = tmp_path / "kl" / "answers.py"
    path.parent.mkdir()
    path.write_text(
        f"{ANSWERS}\n# %% right mutants [markdown]\n"
        "# - `0 → 1`: It is\n#   right.\n# - `a →\n#   b`: Too.\n"
    )
    assert read_known_answers(path).right_mutants == {"0 → 1": "It is right.", "a → b": "Too."}


def outcome_of(source: str, name: str = "kl") -> Outcome:
    return next(run_trials(COURSE, [Trial(EXERCISES[name], {name: source})]))


@needs_tensorflow
def test_an_answer_that_ends_its_process_loses_its_points_and_no_more():
    sources = ["import os; os._exit(3)", "def kl(q, p): raise SystemExit", "kl = 3"]
    trials = [Trial(EXERCISES["kl"], {"kl": source}) for source in sources]
    outcomes = list(run_trials(COURSE, [*trials, Trial(EXERCISES["kl"], {})]))
    assert [outcome.points for outcome in outcomes] == [0, 0, 0, EXERCISES["kl"].points]
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
