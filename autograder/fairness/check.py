"""Says in one screen whether a change of the course broke its fairness."""

from collections.abc import Sequence

from rich.console import Console
from rich.progress import track

from autograder.build.building import built_elsewhere, stale_files
from autograder.course import Course
from autograder.fairness.corpus import Case, Result, read_corpus
from autograder.fairness.exercises import graded_functions
from autograder.fairness.trial import Outcome, Trial, run_trials

MOST_LINES = 12  # of problems under one heading, so that all fits a screen


def check(course: Course, console: Console) -> bool:
    """Print what holds and what does not, for the course as its masters build it; whether all does.

    Raises CourseError where it cannot be built, or where an answer sheet cannot be read.
    """
    with built_elsewhere(course) as fresh:
        stale = stale_files(course, fresh)
        exercises = graded_functions(fresh)
    cases = read_corpus(course, exercises)
    model = [Trial(exercise, {}) for exercise in exercises.values()]
    released = [Trial(exercise, {}, "release") for exercise in exercises.values()]
    trials = [*model, *released, *(case.trial for case in cases)]
    outcomes = list(
        track(
            run_trials(course, trials),
            total=len(trials),
            description="grading known answers",
            console=console,
            transient=True,
        )
    )
    of_model, of_released = outcomes[: len(model)], outcomes[len(model) : 2 * len(model)]
    holds = [
        _say(console, "source/ and release/ are what notebooks/ builds", stale_lines(stale)),
        _say(console, f"{len(model)} model answers earn full points", lost(model, of_model)),
        _say(console, "the untouched release earns nothing", unearned(released, of_released)),
        _say(
            console,
            f"{len(cases)} answers of tests/students earn what they state",
            surprises(cases, outcomes[2 * len(model) :]),
        ),
    ]
    return all(holds)


def stale_lines(stale: Sequence[str]) -> list[str]:
    return [f"{name} is stale; run `make build`" for name in stale]


def lost(trials: Sequence[Trial], outcomes: Sequence[Outcome]) -> list[str]:
    """What model answers do not earn."""
    return [
        f"{trial.exercise.name} earns {outcome.points:g} of {trial.exercise.points:g}: "
        + " ".join([*outcome.reasons[:1], outcome.shown])
        for trial, outcome in zip(trials, outcomes, strict=True)
        if outcome.points != trial.exercise.points or outcome.shown
    ]


def unearned(trials: Sequence[Trial], outcomes: Sequence[Outcome]) -> list[str]:
    """What the release earns as it is."""
    return [
        f"{trial.exercise.name} earns {outcome.points:g}"
        for trial, outcome in zip(trials, outcomes, strict=True)
        if outcome.points
    ]


def surprises(cases: Sequence[Case], outcomes: Sequence[Outcome]) -> list[str]:
    """What answers of the corpus earn, or read, that they do not state."""
    return [
        f"{case.name} ({case.exercise.name}): {problem}"
        for case, outcome in zip(cases, outcomes, strict=True)
        for problem in Result(case, outcome).problems
    ]


def _say(console: Console, statement: str, problems: list[str]) -> bool:
    """Print a statement with what is against it; whether nothing is."""
    console.print(f"{'✗' if problems else '✓'} {statement}", markup=False, highlight=False)
    for problem in problems[:MOST_LINES]:
        console.print(f"    {problem}", markup=False, highlight=False, soft_wrap=False)
    if len(problems) > MOST_LINES:
        console.print(f"    and {len(problems) - MOST_LINES} more", highlight=False)
    return not problems
