"""Graders at work on essays, in a real browser (Debian's Chromium), with keys alone.

The screenshots that the tests take are kept in $SCREENSHOTS where it is set.
"""

import json
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.reporting.essays.essay import Decision, Essay
from autograder.reporting.essays.essay_book import EssayBook
from tests.conftest import needs_browser
from tests.reporting.essay_server import EssayServer
from tests.reporting.made_up_class import (
    ASSIGNMENT,
    LAZY,
    MEDIAN,
    NOTEBOOK,
    PROOF,
    make_class,
    notebook_path,
)

CHROMIUM = shutil.which("chromium")

pytestmark = needs_browser
STUDENTS = 60
QUESTION = f"/essays/question/{ASSIGNMENT}/{NOTEBOOK}/{MEDIAN}"
PATIENCE = 60_000  # ms, for what takes one second on a machine that does nothing else
ESSAY = "**/essays/essay/*"
ITEMS = ("Outliers", "The formula", "An example")
STEPS = {"0": 0.0, "5": 0.5, "1": 1.0}  # points of an item by key


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server of a class of which each test grades some essays."""
    folder = tmp_path_factory.mktemp("essays") / "course"
    make_class(folder, STUDENTS, pixels=300)
    server = EssayServer(folder)
    yield server
    server.end()


@pytest.fixture
def grader(browser):
    """Opens a browser of its own for a grader."""
    contexts = []

    def open_browser(server: EssayServer, name: str = "", **options):
        context = browser.new_context(
            base_url=server.address, **{"viewport": {"width": 1400, "height": 950}} | options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        if name:
            page.goto("/essays")
            page.get_by_label("Your name").fill(name)
            page.keyboard.press("Enter")
            page.get_by_text(f"You grade as {name}.").wait_for()
        return page

    yield open_browser
    for context in contexts:
        context.close()


def keep_screenshot(page, name: str, **options) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", **options)


def essay_on(page) -> str:
    return json.loads(page.locator("#state").text_content())["id"]


def open_next(page) -> str:
    """Open an essay that waits to be read; its id."""
    page.goto(f"{QUESTION}/next")
    page.wait_for_load_state("networkidle")
    return essay_on(page)


def save(page) -> None:
    """Press Enter, and wait for the next page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")


@contextmanager
def opened_book(server: EssayServer):
    book = EssayBook(f"sqlite:///{server.folder / 'gradebook.db'}", "")
    try:
        yield book, book.question(ASSIGNMENT, NOTEBOOK, MEDIAN)
    finally:
        book.close()


def standing_in(server: EssayServer) -> dict[str, Essay]:
    """What the gradebook has of each essay."""
    with opened_book(server) as (book, question):
        return {essay.id: essay for essay in book.essays(question)}


@pytest.mark.slow
def test_twenty_essays_are_graded_with_keys_alone(server, grader):
    page = grader(server, "ada")
    page.goto(f"{QUESTION}/next")
    given = {}
    for number in range(20):
        keys = [list(STEPS)[(number + place) % 3] for place in range(3)]
        for key in keys:
            page.keyboard.press(key)
        comment = f"Comment {number}"
        page.keyboard.press("c")
        page.keyboard.type(comment)
        page.keyboard.press("Escape")
        given[essay_on(page)] = ([STEPS[key] for key in keys], comment)
        if number == 10:
            keep_screenshot(page, "essays_graded")
        save(page)
    assert len(given) == 20

    standing = standing_in(server)
    for one, (points, comment) in given.items():
        assert standing[one].points == sum(points)
        assert standing[one].items == dict(zip(ITEMS, points, strict=True))
        assert (standing[one].comment, standing[one].grader) == (comment, "ada")

    one, (points, comment) = list(given.items())[7]
    page.goto(f"/essays/essay/{one}")
    page.reload()
    chosen = page.locator(".item input:checked").evaluate_all("all => all.map(one => one.value)")
    assert [float(value) for value in chosen] == points
    assert page.get_by_label("Comment for the student").input_value() == comment
    page.goto(f"{QUESTION}?queue=graded")
    assert page.locator("#essays tbody tr").count() == 20
    keep_screenshot(page, "essays_list")
    page.goto(f"{QUESTION}/summary")
    assert page.get_by_role("row", name="ada").locator("td").first.inner_text() == "20"
    keep_screenshot(page, "essays_summary")


def test_below_a_hub_s_address_and_log_in_all_is_as_elsewhere(browser, tmp_path):
    make_class(tmp_path / "course", 3)
    hub = EssayServer(tmp_path / "course", base_url="/hub/user/ada/", token="known")
    try:
        page = browser.new_context().new_page()
        page.set_default_timeout(PATIENCE)
        elsewhere, wrong = [], []
        page.on("request", lambda one: one.url.startswith(hub.address) or elsewhere.append(one.url))
        page.on("response", lambda one: one.status < 400 or wrong.append((one.status, one.url)))
        page.goto(f"{hub.address}/essays")
        assert page.url.startswith(f"{hub.address}/login")
        page.goto(f"{hub.address}/essays?token={hub.token}")
        page.get_by_label("Your name").fill("ada")
        page.keyboard.press("Enter")
        page.get_by_text("You grade as ada.").wait_for()
        page.get_by_role("link", name="Which average?").click()
        page.get_by_role("link", name="Read").first.click()
        page.wait_for_load_state("networkidle")
        one = essay_on(page)
        page.keyboard.press("v")
        page.get_by_role("heading", name="Output 1").wait_for()
        # At once, before the browser draws: a quick Enter must not be the button's.
        focused = "[close.focus(), close.click(), document.activeElement.tagName][2]"
        assert page.get_by_role("button", name="Close").evaluate(f"close => {focused}") == "BODY"
        page.locator("#outputs").wait_for(state="hidden")
        for key in "155":
            page.keyboard.press(key)
        save(page)
        assert page.url.startswith(f"{hub.address}/essays/essay/")
        assert essay_on(page) != one
        given = standing_in(hub)[one]
        assert (given.points, given.grader) == (2, "ada")
        assert not elsewhere
        assert not wrong
    finally:
        hub.end()


def test_essays_with_the_same_text_are_graded_alike_by_one_key(server, grader):
    with opened_book(server) as (book, question):
        lazy = {
            essay.id
            for essay in book.essays(question)
            if essay.status == "unread" and text_of(server, essay) == LAZY
        }
    page = grader(server, "dan")
    page.goto(f"/essays/essay/{min(lazy)}")
    page.get_by_text(f"{len(lazy) - 1} more to read have this very text").wait_for()
    for key in "155":
        page.keyboard.press(key)
    page.keyboard.press("g")
    save(page)
    given = {essay.id for essay in standing_in(server).values() if essay.grader == "dan"}
    assert given == lazy


def text_of(server: EssayServer, essay: Essay) -> str:
    return essay_cell(
        nbformat.read(notebook_path(server.folder, essay.student), as_version=4)
    ).source


def essay_cell(notebook):
    (cell,) = (
        cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") == MEDIAN
    )
    return cell


@pytest.mark.slow
def test_nothing_is_saved_while_an_item_is_open(server, grader):
    page = grader(server)
    one = open_next(page)
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    page.get_by_text("Not saved: The formula is still to be given.").wait_for()
    assert standing_in(server)[one].status == "unread"


@pytest.mark.slow
def test_two_graders_at_once_see_what_the_other_gave(server, grader):
    ada, ben = grader(server, "ada"), grader(server, "ben")
    one = open_next(ada)
    ben.goto(f"/essays/essay/{one}")
    for page, key in ((ada, "1"), (ben, "0")):
        page.wait_for_load_state("networkidle")
        for _ in range(3):
            page.keyboard.press(key)
        page.keyboard.press("c")
        page.keyboard.type(f"With {key}.")
        page.keyboard.press("Escape")
    save(ada)
    ben.keyboard.press("Enter")
    ben.get_by_text("3 points were given by ada").wait_for()
    assert "With 1." in ben.locator("#conflict").inner_text()
    keep_screenshot(ben, "essays_conflict")
    assert standing_in(server)[one].grader == "ada"
    ben.keyboard.press("Enter")  # nothing is given over the other's head
    assert standing_in(server)[one].points == 3
    ben.get_by_role("button", name="Give mine instead").press("Enter")
    save(ben)
    standing = standing_in(server)[one]
    assert (standing.points, standing.grader, standing.comment) == (0, "ben", "With 0.")


@pytest.mark.slow
def test_what_the_other_gave_can_be_taken(server, grader):
    ada, ben = grader(server, "ada"), grader(server, "ben")
    one = open_next(ada)
    ben.goto(f"/essays/essay/{one}")
    for page, key in ((ada, "5"), (ben, "0")):
        page.wait_for_load_state("networkidle")
        for _ in range(3):
            page.keyboard.press(key)
    save(ada)
    ben.keyboard.press("Enter")
    ben.get_by_role("button", name="Take what was given").press("Enter")
    assert ben.locator("#total").inner_text() == "1½ of 3"
    ben.reload()
    assert ben.locator("#total").inner_text() == "1½ of 3"
    assert standing_in(server)[one].grader == "ada"


@pytest.mark.slow
def test_nothing_typed_is_lost_when_the_server_ends_in_mid_save(server, grader):
    page = grader(server, "ada")
    one = open_next(page)
    for key in "105":
        page.keyboard.press(key)
    page.keyboard.press("c")
    page.keyboard.type("A long thought.")
    page.keyboard.press("Escape")
    server.stop_answering()
    page.keyboard.press("Enter")
    page.get_by_text("Saving …").wait_for()
    server.end_at_once()
    page.get_by_text("What you typed is kept in this browser").wait_for()
    keep_screenshot(page, "essays_server_gone")
    assert page.get_by_label("Comment for the student").input_value() == "A long thought."
    with page.expect_navigation():  # it tries again by itself
        server.start()
    standing = standing_in(server)[one]
    assert (standing.points, standing.comment) == (1.5, "A long thought.")


@pytest.mark.slow
def test_nothing_typed_is_lost_when_the_page_goes_as_well(server, grader):
    page = grader(server)
    open_next(page)
    page.keyboard.press("1")
    page.keyboard.press("c")
    page.keyboard.type("Half a thou")
    address = page.url
    server.end_at_once()
    page.goto("about:blank")
    server.start()
    page.goto(f"{QUESTION}")
    assert page.get_by_text("not saved yet").count() == 1
    page.goto(address)
    page.get_by_text("What you had not saved is here again.").wait_for()
    assert page.get_by_label("Comment for the student").input_value() == "Half a thou"
    assert page.locator(".item input:checked").count() == 1


@pytest.mark.slow
def test_comments_are_kept_and_used_again_by_key(server, grader):
    page = grader(server)
    open_next(page)
    page.keyboard.press("c")
    page.keyboard.type("Name the theorem.")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    page.get_by_text("Kept for other essays.").wait_for()
    with page.expect_navigation():
        page.keyboard.press("s")
    page.wait_for_load_state("networkidle")
    comment = page.get_by_label("Comment for the student")
    assert comment.input_value() == ""
    page.keyboard.press("b")
    page.keyboard.press("1")
    assert comment.input_value() == "Name the theorem."
    page.get_by_role("button", name="Keep no longer").click()
    page.get_by_text("Kept no longer.").wait_for()
    assert page.locator("#kept li").count() == 0


@pytest.mark.slow
def test_a_flag_stays_until_it_is_taken_away(server, grader):
    page = grader(server)
    open_next(page)
    page.keyboard.press("f")
    page.get_by_text("Flagged.", exact=True).wait_for()
    page.goto(f"{QUESTION}?queue=flagged")
    assert page.locator("#essays tbody tr").count() == 1
    with page.expect_navigation():
        page.get_by_role("link", name="Essay").last.click()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("f")
    page.get_by_text("No longer flagged.").wait_for()


@pytest.mark.slow
def test_single_keys_can_be_switched_off(server, grader):
    page = grader(server)
    open_next(page)
    page.keyboard.press("?")
    page.get_by_label("Single keys act like this").uncheck()
    page.get_by_role("dialog").get_by_role("button").click()
    page.reload()
    page.keyboard.press("1")
    assert page.locator(".item input:checked").count() == 0


@pytest.mark.slow
def test_an_essay_without_items_gets_a_number(server, grader):
    page = grader(server)
    page.goto(QUESTION.replace(MEDIAN, PROOF) + "/next")
    page.wait_for_load_state("networkidle")
    points = page.get_by_label("Points, of 2")
    points.fill("1.75")
    one = essay_on(page)
    with page.expect_navigation():
        points.press("Enter")
    with Gradebook(f"sqlite:///{server.folder / 'gradebook.db'}") as gradebook:
        assert gradebook.find_grade_by_id(one).manual_score == 1.75


HOSTILE = """# Heading <script>alert('script')</script>

<img src=x onerror="alert('image')"> <a href="javascript:alert('link')">link</a>
<svg onload="alert('svg')"></svg><style>.finish { display: none }</style>
<form action="/essays/grader"><button id="save">Save</button></form>
<meta http-equiv="refresh" content="0; url=//example.org">
<div id="state">{}</div>
$\\text{</mtext></math><img src=x onerror=alert('formula')>}$ <iframe src="//example.org"></iframe>
![picture](//example.org/picture.png)
"""


@pytest.mark.slow
def test_nothing_of_a_student_runs(server, grader):
    essay = next(one for one in standing_in(server).values() if one.status == "unread")
    path = notebook_path(server.folder, essay.student)
    notebook = nbformat.read(path, as_version=4)
    essay_cell(notebook).source = HOSTILE
    html = {"text/html": HOSTILE, "text/plain": "x"}
    notebook.cells[0].outputs.append(nbformat.v4.new_output("display_data", data=html))
    nbformat.write(notebook, path)
    page = grader(server)
    met, asked = [], []
    page.on("dialog", lambda dialog: (met.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/essays/essay/{essay.id}")
    page.get_by_text("Heading").wait_for()
    page.keyboard.press("v")
    page.get_by_role("heading", name="Output 1").wait_for()
    assert page.locator("#outputs img").count() >= 1
    keep_screenshot(page, "essays_outputs")
    page.keyboard.press("Escape")
    page.locator("#outputs").wait_for(state="hidden")
    for _ in range(3):
        page.keyboard.press("1")
    save(page)
    assert met == []
    assert page.title() != "hacked"
    assert [url for url in asked if not url.startswith((server.address, "data:"))] == []


@pytest.mark.slow
def test_no_script_of_a_students_would_run_even_if_it_were_not_cleaned(server, grader):
    page = grader(server)
    open_next(page)
    refused = page.evaluate(
        """() => new Promise((resolve, reject) => {
            const refused = [];
            document.addEventListener("securitypolicyviolation", (event) => {
                refused.push(event.effectiveDirective);
                if (refused.length === 3) resolve(refused.sort());
            });
            setTimeout(() => reject(new Error(`refused were: ${refused}`)), 20000);
            document.querySelector("#text").innerHTML = '<img src=x onerror="document.title=1">';
            const script = document.createElement("script");
            script.textContent = "document.title = 1";
            document.body.append(script);
        })"""
    )
    assert refused == ["img-src", "script-src-attr", "script-src-elem"]
    assert page.title() != "1"


@pytest.mark.slow
@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_can_be_used_by_everybody(server, grader, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = grader(server, viewport={"width": width, "height": 844}, color_scheme=scheme)
    pages = ["/essays", f"{QUESTION}?queue=all", f"{QUESTION}/summary", f"{QUESTION}/next"]
    for number, address in enumerate(pages):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        for summary in page.locator("summary").all():
            summary.click()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) <= 0, address
        keep_screenshot(page, f"essays_{width}_{scheme}_{number}", full_page=number != 3)
    page.get_by_role("button", name="Save, next").scroll_into_view_if_needed()
    keep_screenshot(page, f"essays_{width}_{scheme}_form")


@pytest.mark.slow
def test_the_list_ends_where_all_are_read(server, grader):
    with opened_book(server) as (book, question):
        left = [essay for essay in book.essays(question) if essay.waits_for_reading]
        for essay in left[2:]:
            book.save(question, {essay.id: essay.seen}, Decision(1.0, {}, "", ""), "cleo")
    page = grader(server)
    page.goto(f"{QUESTION}/next")
    for _ in left[:2]:
        page.wait_for_load_state("networkidle")
        for _ in range(3):
            page.keyboard.press("1")
        save(page)
    page.get_by_text("All are read").wait_for()
    assert all(essay.status in {"graded", "blank"} for essay in standing_in(server).values())
