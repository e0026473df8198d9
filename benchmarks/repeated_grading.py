"""Grade each right answer that draws numbers many times; none may ever lose a point.

The answers are the model's and those of tests/students that are stated to be right, to the
functions whose results are random. Each is graded as the judge grades it, in a new process with new
draws, and its check in the notebook is run as well. Prints a line for each answer, and ends with
status 1 where a grading took a point or the notebook rejected a right answer.

    python benchmarks/repeated_grading.py [gradings of each answer, 100 by default]
        [answers, each by words of its name, such as xavier_init/half; all by default]
"""

import sys
from itertools import islice
from pathlib import Path

from autograder.course import Course
from autograder.fairness.answers import model_answers
from autograder.fairness.corpus import read_corpus
from autograder.fairness.exercises import graded_functions
from autograder.fairness.trial import Trial, run_trials

DRAWING = ("init_parameters", "xavier_init", "init_deep_parameters", "init_conv_parameters")
# Forks of one process share the state of NumPy's old generator; all others begin anew.
NEW_DRAWS = "__import__('numpy').random.seed()\n"


def right_answers(course: Course) -> dict[str, Trial]:
    """The answers by a name to print."""
    exercises = graded_functions(course)
    model = {
        name: answer
        for assignment in course.assignments
        for name, answer in model_answers(assignment).items()
    }
    found = {f"{name}: model": Trial(exercises[name], {name: model[name]}) for name in DRAWING}
    for case in read_corpus(course, exercises):
        if case.is_right and case.exercise.name in DRAWING:
            found[f"{case.exercise.name}: {case.name}"] = case.trial
    return found


def with_new_draws(trial: Trial) -> Trial:
    name = trial.exercise.name
    return Trial(
        trial.exercise, trial.answers | {name: NEW_DRAWS + trial.answers[name]}, trial.base
    )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    wanted = sys.argv[2:] or [""]
    course = Course(Path(__file__).resolve().parents[1])
    trials = {
        name: with_new_draws(trial)
        for name, trial in right_answers(course).items()
        if any(words in name for words in wanted)
    }
    outcomes = run_trials(course, [trial for trial in trials.values() for _ in range(count)])
    lost = 0
    for name, trial in trials.items():
        reasons = []
        for outcome in islice(outcomes, count):
            if outcome.points != trial.exercise.points:
                reasons.append(outcome.reasons[0])
            elif outcome.shown:
                reasons.append(outcome.shown)
        lost += len(reasons)
        print(f"{name}: {count - len(reasons)} of {count}", *reasons[:1], flush=True)
    sys.exit(lost > 0)


if __name__ == "__main__":
    main()
