"""Essays in nbgrader's gradebook, in SQLite and in PostgreSQL, with two graders at once."""

import shutil
import threading
from pathlib import Path
from uuid import uuid4

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook
from sqlalchemy import create_engine, text

from autograder.reporting.essays.essay import Decision, Essay, Question
from autograder.reporting.essays.essay_book import Conflict, EssayBook
from autograder.reporting.essays.notebooks import EqualTexts, digest_of
from autograder.reporting.essays.queues import is_flagged, queue
from tests.conftest import runs_nbgrader
from tests.reporting.made_up_class import (
    ASSIGNMENT,
    LAZY,
    MEDIAN,
    NOTEBOOK,
    PROOF,
    make_class,
    notebook_path,
    student,
)

pytestmark = runs_nbgrader
STUDENTS = 16
ITEMS = {"Outliers": 1.0, "The formula": 0.5, "An example": 0.0}
GIVEN = Decision(points=1.5, items=ITEMS, comment="Say why.", text_digest="")


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("essays") / "course"
    make_class(folder, STUDENTS)
    return folder


@pytest.fixture
def course(template, tmp_path) -> Path:
    """A class whose essays wait to be read."""
    return Path(shutil.copytree(template, tmp_path / "course"))


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory):
    """A PostgreSQL of our own, with a class in its database `template`."""
    pytest.importorskip("psycopg")
    from tests.reporting.postgresql import temporary_server, why_none

    if why_none():
        pytest.skip(why_none())
    with temporary_server() as address:
        own = address.set(database="template")
        create_database(address, "template")
        folder = tmp_path_factory.mktemp("postgresql") / "course"
        make_class(folder, STUDENTS, db_url=own.render_as_string(hide_password=False))
        yield address


def create_database(address, name: str, template: str = "template1") -> None:
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"create database {name} template {template}"))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def db_url(request) -> str:
    """A gradebook of a class whose essays wait to be read, in either database."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('course') / 'gradebook.db'}"
    address = request.getfixturevalue("postgresql")
    name = f"of_{uuid4().hex}"
    create_database(address, name, "template")
    return address.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def book(db_url):
    book = EssayBook(db_url, "")
    yield book
    book.close()


def question_and_essays(book: EssayBook) -> tuple[Question, list[Essay]]:
    question = book.question(ASSIGNMENT, NOTEBOOK, MEDIAN)
    return question, book.essays(question)


def waiting(essays: list[Essay]) -> list[Essay]:
    return [essay for essay in essays if essay.waits_for_reading]


def test_only_what_people_grade_is_an_essay(book):
    assert [question.cell for question in book.questions()] == [MEDIAN, PROOF]
    question, essays = question_and_essays(book)
    assert question.maximum == 3
    assert len(essays) == STUDENTS
    assert [essay.status for essay in essays].count("blank") == 1


def test_what_is_given_stands_in_nbgraders_gradebook(book, db_url):
    question, essays = question_and_essays(book)
    essay = waiting(essays)[0]
    assert book.save(question, {essay.id: essay.seen}, GIVEN, "ada") == [essay.id]
    with Gradebook(db_url) as gradebook:
        names = (MEDIAN, NOTEBOOK, ASSIGNMENT, essay.student)
        grade, comment = gradebook.find_grade(*names), gradebook.find_comment(*names)
        assert (grade.manual_score, grade.score, grade.needs_manual_grade) == (1.5, 1.5, False)
        assert comment.comment == "Say why."
    read = book.essay(question, essay.id)
    assert (read.status, read.items, read.grader, read.given_here) == ("graded", ITEMS, "ada", True)


def test_what_formgrader_gives_shows_and_nothing_of_it_is_overwritten_unseen(book, db_url):
    question, essays = question_and_essays(book)
    essay = waiting(essays)[0]
    with Gradebook(db_url) as gradebook:
        grade = gradebook.find_grade_by_id(essay.id)
        grade.manual_score, grade.needs_manual_grade = 2.25, False
        gradebook.db.commit()
    with pytest.raises(Conflict) as conflict:
        book.save(question, {essay.id: essay.seen}, GIVEN, "ada")
    shown = conflict.value.essay
    assert (shown.points, shown.status, shown.given_here) == (2.25, "graded", False)
    assert book.save(question, {essay.id: shown.seen}, GIVEN, "ada") == [essay.id]


def test_two_graders_at_once_do_not_overwrite_each_other(book):
    question, essays = question_and_essays(book)
    for essay in waiting(essays)[:5]:
        outcomes: list[str] = []
        start = threading.Barrier(2)

        def give(grader: str, points: float, essay=essay, outcomes=outcomes, start=start) -> None:
            start.wait()
            decision = Decision(points, {}, f"by {grader}", "")
            try:
                book.save(question, {essay.id: essay.seen}, decision, grader)
                outcomes.append("saved")
            except Conflict as conflict:
                outcomes.append(conflict.essay.grader)

        graders = [threading.Thread(target=give, args=one) for one in (("ada", 1), ("ben", 2))]
        for grader in graders:
            grader.start()
        for grader in graders:
            grader.join()
        winner = book.essay(question, essay.id)
        assert sorted(outcomes) == sorted(["saved", winner.grader])
        assert winner.comment == f"by {winner.grader}"


def test_the_same_sent_twice_is_no_conflict(book):
    question, essays = question_and_essays(book)
    essay = waiting(essays)[0]
    for _ in range(2):  # as when the answer to the first got lost
        assert book.save(question, {essay.id: essay.seen}, GIVEN, "ada") == [essay.id]
    assert book.essay(question, essay.id).version == 1


def test_alike_essays_get_the_same_but_for_those_that_somebody_graded_meanwhile(book):
    question, essays = question_and_essays(book)
    one, two, three = waiting(essays)[:3]
    other = Decision(3.0, {}, "", "")
    book.save(question, {two.id: two.seen}, other, "ben")
    seen = {essay.id: essay.seen for essay in (one, two, three)}
    assert book.save(question, seen, GIVEN, "ada") == [one.id, three.id]
    assert book.essay(question, two.id).points == 3
    assert book.essay(question, three.id).comment == "Say why."


def test_flags_follow_formgraders_and_are_each_essays_own(book, db_url):
    question, essays = question_and_essays(book)
    essay = waiting(essays)[0]
    other = book.question(ASSIGNMENT, NOTEBOOK, PROOF)

    def flagged() -> list[str]:
        return [
            asked.cell
            for asked in (question, other)
            for one in book.essays(asked)
            if one.student == essay.student and is_flagged(one)
        ]

    book.flag(question, essay.id, True)
    with Gradebook(db_url) as gradebook:
        assert gradebook.find_submission_notebook_by_id(essay.notebook_id).flagged
    assert flagged() == [MEDIAN]
    book.flag(question, essay.id, False)
    assert flagged() == []
    with Gradebook(db_url) as gradebook:
        gradebook.find_submission_notebook_by_id(essay.notebook_id).flagged = True
        gradebook.db.commit()
    assert flagged() == [MEDIAN, PROOF]


def test_shares_are_equal_and_nobody_elses_essays_come_next(book):
    question, essays = question_and_essays(book)
    book.share_out(question, ["ada", "ben", "cleo"])
    essays = book.essays(question)
    parts = [queue(essays, "to-read", name) for name in ("ada", "ben", "cleo")]
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
    assert sum(map(len, parts)) == len(waiting(essays))
    assert {essay.share for essay in parts[0]} == {"ada"}
    book.share_out(question, [])
    assert len(queue(book.essays(question), "to-read", "dan")) == len(waiting(essays))


def test_points_stand_when_a_notebook_is_graded_anew(book, db_url):
    question, essays = question_and_essays(book)
    essay = waiting(essays)[0]
    book.save(question, {essay.id: essay.seen}, GIVEN, "ada")
    with Gradebook(db_url) as gradebook:
        gradebook.find_grade_by_id(essay.id).needs_manual_grade = True
        gradebook.db.commit()
    assert book.essay(question, essay.id).status == "again"
    book.confirm(question, [essay.id])
    assert book.essay(question, essay.id).status == "graded"
    assert book.essay(question, essay.id).points == 1.5


def test_kept_comments_are_offered_by_use(book):
    question, _ = question_and_essays(book)
    for comment in ("Rarely.", "Often.", "Often."):
        book.bank.keep(question, comment)
    kept = book.bank.kept(question, ["Often. And more."])
    assert [comment for _, comment in kept] == ["Often.", "Rarely."]
    book.bank.drop(question, kept[0][0])
    assert [comment for _, comment in book.bank.kept(question)] == ["Rarely."]
    assert book.bank.kept(book.question(ASSIGNMENT, NOTEBOOK, PROOF)) == []


def test_equal_texts_are_found_whatever_the_white_space_and_followed_when_they_change(course):
    path = notebook_path(course, student(3))
    texts = EqualTexts()
    assert texts.digest(path, MEDIAN) == digest_of(new_markdown_cell(LAZY.replace(" ", "\n ")))
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[2].source = "Another text."
    nbformat.write(notebook, path)
    assert texts.digest(path, MEDIAN) == digest_of(new_markdown_cell("Another text."))
    assert texts.digest(path.with_name("none.ipynb"), MEDIAN) == ""
