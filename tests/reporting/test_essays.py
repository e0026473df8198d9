"""Essays by question: mark schemes, gradebook, what graders send, and what nobody gets to see."""

import json
import shutil
import threading
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import httpx
import nbformat
import pytest
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook
from sqlalchemy import create_engine, text

from autograder.reporting.essays.essay import Decision, Essay, Question
from autograder.reporting.essays.essay_book import Conflict, EssayBook
from autograder.reporting.essays.notebooks import EqualTexts, digest_of
from autograder.reporting.essays.questions import read_master
from autograder.reporting.essays.queues import SAMPLE, first, following, is_flagged, queue
from autograder.reporting.essays.rubric import read_rubric, split_question
from autograder.reporting.essays.summary import compare
from autograder.reporting.pages.formulas import formula_to_html
from autograder.reporting.pages.rendering import markdown_of
from tests.conftest import ROOT
from tests.reporting.essay_server import EssayServer
from tests.reporting.made_up_class import (
    ASSIGNMENT,
    LAZY,
    MEDIAN,
    NOTEBOOK,
    PROOF,
    QUESTIONS,
    make_class,
)

STUDENTS = 16
ITEMS = {"Outliers": 1.0, "The formula": 0.5, "An example": 0.0}
GIVEN = Decision(points=1.5, items=ITEMS, comment="Say why.", text_digest="")


# Mark schemes


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


# Formulas


def test_formulas_are_set_without_a_script():
    page = markdown_of(
        new_markdown_cell(),
        r"$\mathbb E x < \mathcal L$ and $$\begin{aligned}a&=b\\&=c\end{aligned}$$",
        formulas=True,
    )
    assert page.count("<math") == 2
    assert "𝔼" in page
    assert "ℒ" in page
    assert page.count("<mtr>") == 2
    assert "$" not in page


@pytest.mark.parametrize(
    "tex",
    [
        r"\foo x",
        "a & b",
        r"\begin{foo}x\end{foo}",
        "x_",
        "{" * 500,
        r"\newcommand{\a}{\b\b}\a",
        r"\href{javascript:alert(1)}{x}",
        "x" * 6000,
    ],
)
def test_what_cannot_be_set_stays_as_text(tex):
    page = formula_to_html(tex)
    assert page.startswith('<code class="tex">$')
    assert "<math" not in page


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\text{&#60;img src=x onerror=alert(1)&#62;}",
        r"\color{red;background:url(//x)}x",
        r"\unicode{x3c}script\unicode{x3e}",
        r"\style{position:fixed}{x}",
        r"\hspace{9999em}x",
    ],
)
def test_nothing_in_a_formula_acts(tex):
    page = markdown_of(new_markdown_cell(), f"${tex}$", formulas=True)
    for harmful in ("<script", "<img", "url(//", "style=", '9999em"'):
        assert harmful not in page


# The gradebook


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


# Order, and how graders compare


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


def test_equal_texts_are_found_whatever_the_white_space_and_followed_when_they_change(course):
    path = course / "judged" / "student-0003" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    texts = EqualTexts()
    assert texts.digest(path, MEDIAN) == digest_of(new_markdown_cell(LAZY.replace(" ", "\n ")))
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[2].source = "Another text."
    nbformat.write(notebook, path)
    assert texts.digest(path, MEDIAN) == digest_of(new_markdown_cell("Another text."))
    assert texts.digest(path.with_name("none.ipynb"), MEDIAN) == ""


# The server


@pytest.fixture(scope="module")
def server(template, tmp_path_factory):
    folder = Path(shutil.copytree(template, tmp_path_factory.mktemp("server") / "course"))
    server = EssayServer(folder)
    yield server
    server.end()


@pytest.fixture
def client(server):
    with httpx.Client(base_url=server.address, follow_redirects=True) as client:
        yield client


QUESTION = f"/essays/question/{ASSIGNMENT}/{NOTEBOOK}/{MEDIAN}"


def state_of(page: httpx.Response) -> dict:
    _, _, rest = page.text.partition('id="state"')
    return json.loads(rest.partition(">")[2].partition("</script>")[0])


def token(client: httpx.Client) -> dict[str, str]:
    client.get("/essays")
    return {"X-XSRFToken": client.cookies["_xsrf"]}


def test_names_stay_hidden_until_somebody_asks(client):
    pages = [
        client.get(path)
        for path in ("/essays", f"{QUESTION}?queue=all", f"{QUESTION}/next", f"{QUESTION}/summary")
    ]
    for page in pages:
        assert page.status_code == 200
        assert "student-" not in page.text
        assert "Ada Nr." not in page.text
    answer = client.get(f"{state_of(pages[2])['essay']}/student").json()
    assert "Ada Nr." in answer["student"]


def test_the_policy_lets_nothing_run_but_the_pages_own_scripts(client):
    for path in ("/essays", f"{QUESTION}/next", "/essays/question/a/b/c"):
        page = client.get(path)
        policy = dict(
            part.split(" ", 1) for part in page.headers["Content-Security-Policy"].split("; ")
        )
        assert policy["default-src"] == "'none'"
        assert policy["script-src"].startswith("'nonce-")
        assert "unsafe" not in page.headers["Content-Security-Policy"]
        nonce = policy["script-src"].removeprefix("'nonce-").removesuffix("'")
        assert f'nonce="{nonce}"' in page.text
        assert nonce not in client.get(path).text


@pytest.mark.parametrize("what", ["points", "flag"])
def test_without_the_token_of_the_page_nothing_is_changed(client, what):
    state = state_of(client.get(f"{QUESTION}/next"))
    body = {
        "points": 0,
        "items": {},
        "comment": "",
        "digest": "",
        "flagged": True,
        **state["given"],
    }
    assert client.put(f"{state['essay']}/{what}", json=body).status_code == 403
    assert client.put(f"{QUESTION}/shares", json={"graders": ["eve"]}).status_code == 403
    assert state_of(client.get(state["essay"]))["given"] == state["given"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"items": {"Outliers": 1}}, "mark scheme has changed"),
        ({"items": ITEMS | {"Outliers": 0.3}}, "Outliers can be given"),
        ({"items": {}, "points": 4}, "from 0 to 3"),
        ({"items": {}, "points": "1"}, "from 0 to 3"),
        ({"items": {}, "points": None}, "from 0 to 3"),
        ({"items": ITEMS, "comment": 7}, "a text"),
    ],
)
def test_what_cannot_be_given_is_refused_in_one_sentence(client, change, words):
    headers = token(client)
    state = state_of(client.get(f"{QUESTION}/next"))
    body = {"comment": "", "digest": "", "seen": state["given"]["seen"], **change}
    answer = client.put(f"{state['essay']}/points", json=body, headers=headers)
    assert answer.status_code == 400
    assert words in answer.json()["message"]


def test_an_unknown_page_says_so(client):
    page = client.get(f"/essays/question/{ASSIGNMENT}/{NOTEBOOK}/nothing")
    assert page.status_code == 404
    assert "no essay nothing" in page.text
    assert client.get(f"/essays/essay/{'0' * 32}").status_code == 404


def test_the_later_of_two_graders_sees_what_the_earlier_gave(client, server):
    headers = token(client)
    state = state_of(client.get(f"{QUESTION}/next"))
    body = {
        "items": ITEMS,
        "comment": "First.",
        "digest": state["digest"],
        "seen": state["given"]["seen"],
    }
    assert client.put("/essays/grader", json={"name": "Ada L."}, headers=headers).status_code == 200
    assert client.put(f"{state['essay']}/points", json=body, headers=headers).json() == {"given": 1}
    with httpx.Client(base_url=server.address, follow_redirects=True) as other:
        late = other.put(
            f"{state['essay']}/points", json=body | {"comment": "Second."}, headers=token(other)
        )
    assert late.status_code == 409
    given = late.json()["given"]
    assert (given["grader"], given["comment"], given["points"]) == ("Ada L.", "First.", 1.5)


def test_a_missing_notebook_is_named_and_the_page_still_opens(client, server):
    state = state_of(client.get(f"{QUESTION}/next"))
    student = client.get(f"{state['essay']}/student").json()["student"].split("(")[1].rstrip(")")
    path = server.folder / "judged" / student / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    path.rename(path.with_suffix(".away"))
    page = client.get(state["essay"])
    path.with_suffix(".away").rename(path)
    assert page.status_code == 200
    assert "is missing" in page.text
