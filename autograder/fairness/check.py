"""Says in one screen whether a change of the course broke its fairness."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.progress import Progress

from autograder.build.building import built_elsewhere, off_plan, stale_files
from autograder.course import Course, CourseError
from autograder.fairness.corpus import Case, Result, read_corpus
from autograder.fairness.exercises import Exercise, graded_functions
from autograder.fairness.trial import Outcome, Trial, run_trials

LEAST_KNOWN = 3  # right answers, and wrong ones, by which an exercise is known
MOST_LINES = 12  # of problems under one heading, so that all fits a screen


def check(course: Course, console: Console, name: str = "") -> bool:
    """Print what holds and what does not, for the course as its masters build it; whether all does.

    With a name, only what concerns the exercise of that name is tried. Raises CourseError where
    the course cannot be built, where there is no such exercise, or where answers cannot be read.
    """
    with console.status("building"), built_elsewhere(course) as fresh:
        stale, unplanned = stale_files(course, fresh), off_plan(fresh)
        exercises = graded_functions(fresh)
        cases = read_corpus(course, exercises)
        if name:
            exercises = {name: _exercise(exercises, name)}
            cases = [case for case in cases if case.exercise.name == name]
        model = [Trial(exercise, {}) for exercise in exercises.values()]
        released = [Trial(exercise, {}, "release") for exercise in exercises.values()]
        trials = [*model, *released, *(case.trial for case in cases)]
        outcomes = _tried(course, trials, console)
    of_model, of_released = outcomes[: len(model)], outcomes[len(model) : 2 * len(model)]
    statements = {
        "what is built is what notebooks/ and exercises/ build": stale_lines(stale),
        "each notebook is worth what course.toml plans": unplanned,
        "the model answers earn full points": lost(model, of_model),
        "what is not filled in earns nothing": unearned(released, of_released),
        "each exercise has known answers, right and wrong": unknown(exercises, cases),
        f"{len(cases)} known answers earn what they state": surprises(
            cases, outcomes[2 * len(model) :]
        ),
    }
    holds = [_say(console, *statement) for statement in statements.items()]
    return all(holds)


def _exercise(exercises: dict[str, Exercise], name: str) -> Exercise:
    if name not in exercises:
        raise CourseError(f"there is no exercise {name}; there are {', '.join(exercises)}")
    return exercises[name]


def _tried(course: Course, trials: list[Trial], console: Console) -> list[Outcome]:
    with Progress(console=console, transient=True) as progress:
        outcomes = run_trials(course, trials)
        return list(progress.track(outcomes, len(trials), description="grading known answers"))


def stale_lines(stale: Sequence[str]) -> list[str]:
    return [f"{name} is stale; run `autograder build`" for name in stale]


def lost(trials: Sequence[Trial], outcomes: Sequence[Outcome]) -> list[str]:
    """What model answers do not earn."""
    return [
        f"{trial.exercise.name} earns {outcome.points:g} of {trial.exercise.points:g}: "
        + "; ".join(filter(None, [*outcome.reasons[:1], outcome.shown]))
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


def unknown(exercises: Iterable[str], cases: Sequence[Case]) -> list[str]:
    """The exercises of which too few answers are known to tell whether they are fair."""
    found = []
    for name in exercises:
        rights = [case.is_right for case in cases if case.exercise.name == name]
        if min(rights.count(True), rights.count(False)) < LEAST_KNOWN:
            found.append(
                f"exercises/{name}/answers.py: {rights.count(True)} right and "
                f"{rights.count(False)} wrong answers to {name}; at least {LEAST_KNOWN} of each "
                "are needed"
            )
    return found


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
