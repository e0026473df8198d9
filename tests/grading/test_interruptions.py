"""What may interrupt the grading of a class: nothing is lost, and nothing counts twice."""

import multiprocessing
import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from autograder.course import Course
from autograder.fairness.answers import Answer, AnswerSheet, submit
from autograder.grading.due import Due, fingerprint, is_due
from autograder.grading.recording import Recorder
from autograder.judging.judge import Judge
from autograder.judging.judgement import Judgement
from autograder.judging.record import read_judgement
from tests.conftest import ASSIGNMENT, autoencoders, needs_sandbox, wait_for
from tests.grading.gradebooks import folders_of
from tests.grading.small_class import (
    AT_BOB,
    NOTEBOOK,
    POINTS,
    STUDENTS,
    WRONG,
    command,
    events,
    grade,
    gradebook,
    points,
    sabotage,
)

pytestmark = needs_sandbox
ZERO = Answer("def elbo(q, prior, likelihood):\n    return 0.0")


def record_all(course: Course, judgements: dict[str, Judgement]) -> None:
    """Record the judgement of each student that is due."""
    assignment = autoencoders(course)
    directory = CourseDirectory(root=str(course.root), assignment_id=ASSIGNMENT)
    with Recorder(directory, assignment.source, 444) as recorder:
        for student, judgement in judgements.items():
            source = assignment.submission(student)
            known = fingerprint(source)
            if is_due(assignment.autograded(student), [NOTEBOOK], known):
                recorder.record(Due(student, source, known), judgement)


@pytest.mark.slow
def test_a_recorder_that_is_killed_at_any_moment_loses_and_doubles_nothing(course):
    assignment = autoencoders(course)
    with Judge(assignment) as judge:
        judgements = {}
        for number in range(6):
            answers = {} if number % 2 else {"kl": WRONG}
            sheet = AnswerSheet(f"s{number}", "One.", "model", answers, NOTEBOOK)
            submit(assignment, sheet)
            judgement = judge.judge(assignment.submission(sheet.student), NOTEBOOK)
            judgements[sheet.student] = pickle.loads(pickle.dumps(judgement))
    clean = (course.root / "gradebook.db").read_bytes()

    def started() -> multiprocessing.Process:
        context = multiprocessing.get_context("fork")
        process = context.Process(target=record_all, args=(course, judgements))
        process.start()
        return process

    def finished() -> tuple[dict, dict]:
        process = started()
        process.join()
        assert process.exitcode == 0
        return gradebook(course), folders_of(assignment)

    began = time.monotonic()
    expected = finished()
    took = time.monotonic() - began
    draw = random.Random(0)
    for _ in range(10):
        shutil.rmtree(course.root / "autograded")
        (course.root / "gradebook.db").write_bytes(clean)
        for _ in range(5):
            process = started()
            time.sleep(draw.random() * took / 2)
            process.kill()
            process.join()
        assert finished() == expected
        assert not list(course.root.glob("autograded/*/.*"))


WAYS = {
    "autograder grade": command("--jobs", "2"),
    "nbgrader autograde": [
        *(sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT, "--notebook", NOTEBOOK)
    ],
}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_command_that_is_killed_at_any_of_25_moments_loses_and_doubles_nothing(course, way):
    """Of its submissions two are new, and one, with points by hand, was handed in anew."""
    assignment = autoencoders(course)
    grade(course, "--student", "bob")
    with Gradebook(course.settings.db_url) as book:
        book.find_grade("test_kl", NOTEBOOK, ASSIGNMENT, "bob").manual_score = 2
        book.find_grade("elbo_derivation", NOTEBOOK, ASSIGNMENT, "bob").manual_score = 4
        book.db.commit()
    sheet = AnswerSheet("bob", "Again.", "model", {"elbo": ZERO}, NOTEBOOK)
    assert submit(assignment, sheet)
    before = (course.root / "gradebook.db").read_bytes()
    graded = shutil.copytree(course.root / "autograded", course.root / "before")

    def restore() -> None:
        shutil.rmtree(course.root / "autograded")
        shutil.copytree(graded, course.root / "autograded")
        (course.root / "gradebook.db").write_bytes(before)

    def started() -> subprocess.Popen:
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        return subprocess.Popen(
            WAYS[way],
            cwd=course.root,
            env=os.environ | {"PATH": path},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def finished() -> tuple[dict, dict]:
        process = started()
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said[-3000:]
        assert "Traceback" not in said
        return gradebook(course), folders_of(assignment)

    began = time.monotonic()
    expected = finished()
    took = time.monotonic() - began
    grades = expected[0]["grades"]
    assert grades["bob", NOTEBOOK, "test_kl"] == (3, 2, True)
    assert grades["bob", NOTEBOOK, "elbo_derivation"][1] == 4
    assert [grades[one, NOTEBOOK, "test_elbo"][0] for one in STUDENTS] == [3, 0, 3]
    draw = random.Random(0)
    for _ in range(5):
        restore()
        for _ in range(5):
            process = started()
            time.sleep(draw.random() * took)
            # What the machine ends for want of memory is one process, what it ends when it is
            # shut down are all.
            if draw.random() < 0.5:
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        assert finished() == expected
        assert not list(course.root.glob("autograded/*/.*"))


@pytest.mark.slow
def test_what_was_moved_away_when_a_run_was_killed_is_put_back(course):
    grade(course)
    expected = folders_of(autoencoders(course))
    for student, is_in_place in (("alice", False), ("bob", True)):
        folder = autoencoders(course).autograded(student)
        old = folder.with_name(f".{ASSIGNMENT}.old")
        if is_in_place:
            shutil.copytree(folder, old)
        else:
            folder.rename(old)
    assert "0 of 3 submissions graded" in grade(course).stdout
    assert folders_of(autoencoders(course)) == expected
    assert not list(course.root.glob("autograded/*/.*"))


@pytest.mark.slow
def test_a_judgement_that_a_power_cut_has_emptied_is_reached_again(course):
    grade(course)
    expected = folders_of(autoencoders(course))
    kept = autoencoders(course).autograded("bob") / "judgement.json"
    kept.chmod(0o644)
    kept.write_bytes(b"\0" * kept.stat().st_size)
    assert "1 of 3 submissions graded" in grade(course).stdout
    assert folders_of(autoencoders(course)) == expected


@pytest.mark.slow
def test_what_a_lost_worker_had_is_judged_by_another(course, tmp_path):
    code = AT_BOB.format(condition="once('killed')", action="os.kill(os.getpid(), 9)")
    with sabotage(tmp_path / "site", code) as environment:
        done = grade(course, "--jobs", "2", **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert points(course) == POINTS
    assert [event["student"] for event in events(course, "retried")] == ["bob"]


def test_what_ends_two_workers_is_set_aside_with_its_reason(course, tmp_path):
    code = AT_BOB.format(condition="True", action="os.kill(os.getpid(), 9)")
    with sabotage(tmp_path / "site", code) as environment:
        done = grade(course, "--jobs", "2", **environment)
    assert done.returncode == 1
    assert "2 workers ended, or hung, while they judged it" in done.stdout
    assert points(course) == POINTS | {"bob": None}
    judged = read_judgement(autoencoders(course).autograded("bob"))[NOTEBOOK]
    assert judged["status"] == "not judged"
    # It waits for a person, who has something to mark, and for --force.
    assert (autoencoders(course).autograded("bob") / f"{NOTEBOOK}.ipynb").is_file()
    again = grade(course)
    assert again.returncode == 1
    assert "0 of 3 submissions graded" in again.stdout
    assert f"bob, {NOTEBOOK}" in again.stderr
    assert grade(course, "--force", "--student", "bob").returncode == 0
    assert points(course) == POINTS


@pytest.mark.slow
def test_a_worker_that_hangs_is_replaced(course, tmp_path):
    code = AT_BOB.format(condition="once('stopped')", action="os.kill(os.getpid(), 19)")
    code += (
        "if not is_worker and 'app()' in ' '.join(sys.orig_argv):\n"
        "    from autograder.grading import cluster\n"
        "    cluster.SILENT_SECONDS = 5\n"
    )
    with sabotage(tmp_path / "site", code) as environment:
        done = grade(course, "--jobs", "2", **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert points(course) == POINTS


def test_a_grader_that_is_killed_is_taken_up_by_the_next(course, tmp_path):
    code = AT_BOB.format(condition="once('waits')", action="time.sleep(1000)")
    with sabotage(tmp_path / "site", code) as environment:
        process = subprocess.Popen(
            command("--jobs", "2"),
            cwd=course.root,
            env=os.environ | environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        first, *seen = [process.stdout.readline() for _ in range(3)]  # the last are of the others
    assert "judge: sandbox on" in first
    assert all("points" in line for line in seen)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    done = grade(course)
    assert done.returncode == 0
    assert "1 of 3 submissions graded" in done.stdout
    assert points(course) == POINTS


def test_ctrl_c_is_answered_with_one_sentence(course):
    process = subprocess.Popen(
        command("--jobs", "1"),
        cwd=course.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        # Who runs the tests in the background has it ignored, and so would whatever they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    log = course.root / "grading.jsonl"
    wait_for(lambda: log.exists() and events(course, "submitted"))
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does, also to the workers
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted; what is recorded stays, and the same command goes on" in said
    assert "Traceback" not in said
    assert grade(course).returncode == 0
    assert points(course) == POINTS


@pytest.mark.slow
def test_what_was_to_be_graded_again_still_is_after_an_interruption(course, tmp_path):
    grade(course)
    code = AT_BOB.format(condition="once('killed')", action="os.kill(os.getppid(), 9)")
    with sabotage(tmp_path / "site", code) as environment:
        done = subprocess.run(
            command("--jobs", "1", "--force"),
            cwd=course.root,
            env=os.environ | environment,
            capture_output=True,
        )
    assert done.returncode == -signal.SIGKILL
    assert "2 of 3 submissions graded" in grade(course).stdout


def test_two_graders_at_once_take_turns(course):
    both = [
        subprocess.Popen(
            command(), cwd=course.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    outputs = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("another grader is at work" in text for text, _ in outputs) == 1
    counts = sorted(text.splitlines()[-1][:1] for text, _ in outputs)
    assert counts == ["0", "3"]
    assert points(course) == POINTS
