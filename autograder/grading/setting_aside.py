"""What of a submission that no worker could judge a person gets to mark."""

from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from autograder.course import find_course
from autograder.grading.cluster import ctrl_c_is_ours
from autograder.intake.submissions import MAX_SECONDS as READING_SECONDS
from autograder.judging.judge import Judge
from autograder.judging.judgement import Judgement

START_SECONDS = 60


def set_aside(judge: Judge, folder: Path, names: list[str], why: str) -> Judgement:
    """The notebooks of a submission with their answers, as far as these can be read; none is run.

    They are read in a process of their own: what has ended workers shall not end the grader. The
    working directory is to be in the course.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    arguments = (theirs, judge.assignment.name, folder, names, why)
    process = context.Process(target=_read, args=arguments, daemon=True)
    try:
        with theirs, ctrl_c_is_ours():
            process.start()
        with suppress(EOFError, OSError):  # it ended, as the workers did
            if ours.poll(START_SECONDS + READING_SECONDS):
                judgement: Judgement = ours.recv()
                return judgement
    finally:
        ours.close()
        process.kill()
        process.join()
    return Judgement({name: judge.without_answers(name, why) for name in names})


def _read(answer: Connection, assignment: str, folder: Path, names: list[str], why: str) -> None:
    judge = Judge(find_course().assignment(assignment))
    with suppress(Exception):  # the grader does without, and a traceback helps nobody
        answer.send(judge.leave_to_a_person(folder, names, why))
