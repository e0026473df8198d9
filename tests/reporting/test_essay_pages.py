"""The pages of essays over HTTP: what they hide, what they refuse, what they say."""

import json

import httpx
import pytest

from tests.conftest import runs_nbgrader
from tests.reporting.essay_server import EssayServer
from tests.reporting.made_up_class import ASSIGNMENT, MEDIAN, NOTEBOOK, make_class, notebook_path

pytestmark = runs_nbgrader
STUDENTS = 16
ITEMS = {"Outliers": 1.0, "The formula": 0.5, "An example": 0.0}
QUESTION = f"/essays/question/{ASSIGNMENT}/{NOTEBOOK}/{MEDIAN}"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server") / "course"
    make_class(folder, STUDENTS)
    server = EssayServer(folder)
    yield server
    server.end()


@pytest.fixture
def client(server):
    with httpx.Client(base_url=server.address, follow_redirects=True) as client:
        yield client


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


def test_formgrader_and_this_page_show_the_same_at_once(client):
    headers = token(client)
    state = state_of(client.get(f"{QUESTION}/next"))
    address = f"/formgrader/api/grade/{state['id']}"
    assert client.get(address).json()["manual_score"] is None
    body = {"items": ITEMS, "comment": "Here.", "digest": "", "seen": state["given"]["seen"]}
    client.put(f"{state['essay']}/points", json=body, headers=headers).raise_for_status()
    assert client.get(address).json()["manual_score"] == 1.5
    client.put(address, json={"manual_score": 2.25}, headers=headers).raise_for_status()
    given = state_of(client.get(state["essay"]))["given"]
    assert (given["points"], given["items"], given["comment"]) == (2.25, {}, "Here.")


def test_a_missing_notebook_is_named_and_the_page_still_opens(client, server):
    state = state_of(client.get(f"{QUESTION}/next"))
    student = client.get(f"{state['essay']}/student").json()["student"].split("(")[1].rstrip(")")
    path = notebook_path(server.folder, student)
    path.rename(path.with_suffix(".away"))
    page = client.get(state["essay"])
    path.with_suffix(".away").rename(path)
    assert page.status_code == 200
    assert "is missing" in page.text


@pytest.mark.parametrize(
    ("gradebook", "address", "words"),
    [
        (None, None, "there is no gradebook"),
        ("this is no database" * 100, None, "file is not a database"),
        (None, "postgres/secret@nowhere", "is no address of a database"),
    ],
)
def test_a_gradebook_that_cannot_be_used_is_said_in_one_sentence(
    tmp_path, gradebook, address, words
):
    if gradebook:
        (tmp_path / "gradebook.db").write_text(gradebook)
    if address:
        settings = f"c = get_config()\nc.CourseDirectory.db_url = {address!r}\n"
        (tmp_path / "nbgrader_config.py").write_text(settings)
    server = EssayServer(tmp_path)
    try:
        page = httpx.get(f"{server.address}/essays", follow_redirects=True)
    finally:
        server.end()
    assert page.status_code == 503
    assert words in page.text
    assert "secret" not in page.text
    assert (tmp_path / "gradebook.db").exists() == bool(gradebook)
