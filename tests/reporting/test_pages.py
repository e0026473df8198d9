"""Cells and outputs as pages show them: nothing of a student's acts on a page or gets lost."""

import base64
import html
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import nbgrader
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config, PyFileConfigLoader

from autograder.checking.verdict import Item, Verdict
from autograder.intake.secret import SECRET, copy_secret, read_secret
from autograder.reporting.pages.cleaning import clean_html, own_macros
from autograder.reporting.pages.feedback import HideMarkSchemes, HideTests
from autograder.reporting.pages.rendering import ENCLOSED, code_to_html, coloured_text, markdown_of
from tests.conftest import ROOT, at_most

TEMPLATES = Path(nbgrader.__file__).parent / "server_extensions/formgrader/templates"
OWN = {"autograder": {"own": True}}
DOT = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)
PNG = f"data:image/png;base64,{DOT}"
SECONDS = 10  # for a page that is to be slow; a quick one takes a quarter of a second


class Elements(HTMLParser):
    """The elements of a piece of HTML, each as its tag and its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(text: str) -> list[tuple[str, dict[str, str | None]]]:
    return Elements(text).found


def check_harmless(text: str) -> None:
    for tag, attributes in elements(text):
        assert tag not in ("script", "style", "form", "input", "iframe", "svg", "object", "link")
        for name, value in attributes.items():
            assert name in (
                *("href", "src", "alt", "title", "width", "height", "align", "rel"),
                *("start", "colspan", "rowspan"),
            ), f"<{tag} {name}={value}>"
            if name == "src":
                assert re.fullmatch(r"data:image/(png|jpeg|gif|webp);base64,\S+", value)
            if name == "href":
                assert re.match("https?://|mailto:", value.lower())


@pytest.fixture(scope="module")
def exporter() -> HTMLExporter:
    """nbgrader's own exporter of formgrader, as nbgrader_config.py sets it."""
    settings = PyFileConfigLoader("nbgrader_config.py", str(ROOT)).load_config()
    config = Config(HTMLExporter=settings.HTMLExporter)
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [str(TEMPLATES)]
    return HTMLExporter(config=config)


def page(exporter: HTMLExporter, *cells: NotebookNode, **resources: str) -> str:
    """The cells on formgrader's page, without the page's own head."""
    known = {"index": 0, "total": 1, "base_url": "", "student": "model", "notebook_path": "x"}
    text, _ = exporter.from_notebook_node(new_notebook(cells=list(cells)), known | resources)
    return text[text.index("<body") :]


def shown(exporter: HTMLExporter, form: str, text: str) -> str:
    """An output of a student's code on formgrader's page."""
    output = NotebookNode(output_type="display_data", data={form: text}, metadata={})
    found = page(exporter, new_code_cell("1", outputs=[output], metadata=OWN))
    return found[found.index('class="output_area"') :]


def test_a_picture_of_code_has_its_text_alternative_on_the_page(exporter):
    output = NotebookNode(
        output_type="display_data",
        data={"image/png": "aGVsbG8="},
        metadata={"image/png": {"alt": 'A "curve" that falls', "width": 640}},
    )
    found = page(exporter, new_code_cell("1", outputs=[output], metadata=OWN))
    picture = BeautifulSoup(found, "html.parser").find("img")
    assert (picture["alt"], picture["width"]) == ('A "curve" that falls', "640")


def essay(text: str, **attachments: dict) -> NotebookNode:
    header = {"grade_id": "essay", "grade": True, "solution": True, "points": 5, "locked": False}
    cell = new_markdown_cell(text, metadata={"nbgrader": header})
    if attachments:
        cell.attachments = attachments
    return cell


HARMFUL = {
    "anchor": '<a id="test_kl" name="test_kl">a</a>',
    "heading": '<h1 id="test_kl" class="panel">a</h1>',
    "modal": '<div class="modal fade in" role="dialog" style="display:block">a</div>',
    "navbar": '<div class="navbar navbar-fixed-top" data-toggle="tooltip">a</div>',
    "form": '<form action="/logout"><input name="score" id="essay"><button>a</button></form>',
    "field": '<input class="score tabbable" id="test_kl"><textarea id="test_kl-comment">',
    "logout": '<img src="/logout">',
    "elsewhere": '<img src="https://example.org/seen.png" srcset="//example.org/x.png 2x">',
    "no scheme": '<img src="//example.org/seen.png">',
    "svg": f'<img src="data:image/svg+xml;base64,{DOT}"><svg onload=alert(1)></svg>',
    "svg in png": '<img src="data:image/png,<svg onload=alert(1)>">',
    "background": '<table background="https://example.org/seen.png"><tr><td>a</table>',
    "link": '<a href="javascript:alert(1)">a</a><a href="/logout">b</a><a href="data:,a">c',
    "hidden scheme": '<a href=" java\nscript:alert(1)">a</a>',
    "frame": '<iframe srcdoc="<script>alert(1)</script>"></iframe><object data="/logout"></object>',
    "meta": '<meta http-equiv="refresh" content="0;url=/logout"><base href="https://example.org/">',
    "media": '<video src="https://example.org/a" poster="/logout"></video><audio src="/logout">',
    "drawn over": '<p style="position:fixed;inset:0;background:white">a</p>',
    "huge": f'<img src="{PNG}" width="999999" height="999999px">',
    "mutation": '<math><mtext><table><mglyph><style><img src=x onerror="alert(1)">',
    "comment": "<!--><img src=x onerror=alert(1)>-->",
    "in a title": '<a title="</p><img src=x onerror=alert(1)>">a</a>',
}


@pytest.mark.parametrize("text", HARMFUL.values(), ids=HARMFUL)
def test_html_is_harmless_in_an_essay_in_outputs_and_as_a_comment(exporter, text):
    check_harmless(clean_html(text))
    check_harmless(markdown_of(essay(text), text))
    check_harmless(markdown_of(NotebookNode(), text))
    for form in ("text/html", "text/markdown"):
        found = shown(exporter, form, text)
        assert "test_kl" not in re.findall(r'(?:id|name|class)="([^"]*)"', found)
        assert "alert(1)" not in [v for _, a in elements(found) for v in a.values()]
        assert "example.org/seen" not in re.sub("&lt;.*", "", found)


@pytest.mark.parametrize(
    "text",
    [
        "# test_kl",
        "test_kl\n=======",
        "<h2>test_kl</h2>",
        "- # test_kl",
        "> ## test_kl",
        "# *test_kl*",
    ],
)
def test_a_heading_of_a_student_has_no_name(text):
    found = markdown_of(essay(text), text)
    assert "test_kl</" in found
    check_harmless(found)


def test_headings_of_the_course_have_names_of_their_own_and_links_reach_them():
    text = "# test_kl\n\n[up](#test_kl)"
    found = elements(markdown_of(new_markdown_cell(text), text))
    assert ("h1", {"id": "text-test_kl"}) in found
    assert [a["href"] for tag, a in found if tag == "a"] == ["#text-test_kl", "#text-test_kl"]


def test_figures_of_the_course_are_part_of_the_page_and_those_of_students_are_not_fetched(tmp_path):
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures/a.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'></svg>")
    (tmp_path.parent / "secret.svg").write_text("<svg></svg>")
    text = "![A figure.](figures/a.svg)"
    ((_, _), (_, image)) = elements(markdown_of(new_markdown_cell(text), text, str(tmp_path)))
    assert image["alt"] == "A figure."
    kind, _, data = image["src"].partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(data).startswith(b"<svg xmlns")
    folded = f"<details><summary>a</summary>\n\n{text}\n\n<img src='figures/a.svg'>\n\n</details>"
    found = markdown_of(new_markdown_cell(folded), folded, str(tmp_path))
    assert found.count("data:image/svg+xml") == 2
    assert found.strip().endswith("</details>")
    for cell in (essay(text), new_markdown_cell(text, metadata=OWN)):
        check_harmless(markdown_of(cell, text, str(tmp_path)))
    assert "svg+xml" not in markdown_of(new_markdown_cell(""), "![](../secret.svg)", str(tmp_path))


def test_pictures_that_a_student_pasted_are_kept(exporter):
    pasted = {"a.png": {"image/png": DOT}}
    texts = ["![a](attachment:a.png)", f"![a]({PNG})", f'<img src="{PNG}" width="50%">']
    for text in texts:
        images = [a for t, a in elements(page(exporter, essay(text, **pasted))) if t == "img"]
        assert [image["src"] for image in images] == [PNG], text
    assert f'src="{PNG}"' in shown(exporter, "text/html", texts[2])
    assert f'src="{PNG}"' in shown(exporter, "image/png", DOT)


@pytest.mark.parametrize(
    "address", ["<attachment:my sketch (2).png>", "attachment:my%20sketch%20(2).png"]
)
@pytest.mark.parametrize("name", ["my sketch (2).png", "my%20sketch%20(2).png"])
def test_a_pasted_picture_whose_name_has_spaces_is_shown(exporter, name, address):
    found = page(exporter, essay(f"![a sketch]({address})", **{name: {"image/png": DOT}}))
    assert PNG in [a["src"] for tag, a in elements(found) if tag == "img"]


@pytest.mark.parametrize(
    "pasted",
    [
        {},
        {"a.png": {}},
        {"a.png": {"image/svg+xml": "<svg onload=alert(1)>"}},
        {"a.png": {"text/html": "<script>alert(1)</script>"}},
        {"a.png": {"image/png": '" onerror="alert(1)'}},
        {"a.png": {"image/png": ""}},
    ],
)
def test_an_odd_attachment_is_left_out(exporter, pasted):
    found = page(exporter, essay("before ![a](attachment:a.png) after", **pasted))
    assert "before" in found and "after" in found
    assert "alert" not in found
    assert not [a["src"] for tag, a in elements(found) if tag == "img" and "src" in a]


def test_a_picture_that_is_shown_again_and_again_does_not_fill_the_page():
    pasted = {"a.png": {"image/png": "A" * 1_000_000}}
    text = "![a](attachment:a.png) " * 800
    assert len(markdown_of(essay(text, **pasted), text)) < 20_000_000


FORMULAS = {
    "link": r"$\href{javascript:alert(1)}{x}$",
    "id": r"$$\cssId{test_kl}{x}$$",
    "class": r"\\(\class{modal}{x}\\)",
    "style": r"$\style{position:fixed}{x}$",
    "font": r"$\unicode{x41}$",
    "extension": r"$\require{html}$",
    "attributes": r"$\mmlToken{mi}[id=test_kl]{x}$",
    "box": r"$\bbox[position:fixed]{x}$",
    "another name": r"$\let\a\href \a{/logout}{x}$",
    "a name that is handed over": r"$\def\a#1{\def#1}\a\log{0}$",
    "a definition for later": r"$\newcommand{\d}{\def}\d\log{0}$",
    "environment": r"$\newenvironment{align}{0}{1}$",
    "cut in two": "<p>$\\hr<x></x>ef{/logout}{x}$ $\\hr<!-- -->ef{/logout}{x}$</p>",
    "written as a number": "<p>$&#92;href{/logout}{x}$</p>",
}


@pytest.mark.parametrize("text", FORMULAS.values(), ids=FORMULAS)
def test_formulas_change_nothing_on_the_page(exporter, text):
    harmful = r"\\(href|cssId|class|style|unicode|require|mmlToken|bbox|let|newenvironment)\b"
    harmful += r"|\\(def|newcommand)\b(?!\W*student)"
    places = [page(exporter, essay(text))]
    places += [shown(exporter, form, text) for form in ("text/html", "text/markdown", "text/latex")]
    for place in places:
        typeset = html.unescape(re.sub("(?s)<pre>.*?</pre>|<input[^>]*>", "", place))
        assert not re.search(harmful, typeset)


def test_macros_of_a_student_are_their_own():
    text = r"\newcommand{\KL}[2]{D(#1, #2)} \def\log{0} $\KL{q}{p} \logit \log$"
    expected = (
        r"\newcommand{\studentKL}[2]{D(#1, #2)} \def\studentlog{0} "
        r"$\studentKL{q}{p} \logit \studentlog$"
    )
    assert own_macros(text) == expected
    assert expected in html.unescape(markdown_of(essay(text), text))


def test_ordinary_texts_look_as_before(exporter):
    text = """\
**bold** <br> <sub>1</sub> $a<b$

$$\\begin{aligned}\\log p(x) &= \\sum_z q(z) \\\\ &\\ge F\\end{aligned}$$

| a | b |
| - | - |
| 1 | 2 |

```python
def f(x): return x
```

~~~sql
select 1
~~~
"""
    found = page(exporter, essay(text))
    for expected in (
        *("<strong>bold</strong>", "<br/>", "<sub>1</sub>", "$a&lt;b$", "<th>a</th>", "<td>2</td>"),
        *(r"\begin{aligned}\log p(x) &amp;= \sum_z q(z) \\ &amp;\ge F\end{aligned}", "select 1"),
        *('<span class="k">def</span>', '<span class="nf">f</span>'),
    ):
        assert expected in found
    assert '<span class="k">def</span>' in code_to_html("def f(x): return x")
    assert '<span class="ansi-red-fg">a</span>' in coloured_text("\x1b[31ma\x1b[0mb")
    assert "<td>2</td>" in shown(exporter, "text/html", "<table><tr><td>2</td></tr></table>")


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[38;5;999mA",
        "\x1b[38mA",
        "\x1b[38;2;1mA",
        "\x1b[48;5;mA",
        "\x1b[;;;;38;5mA",
        f"\x1b[{'9' * 5000}mA",
        "\x1b[\u0663mA",
        "\x9b2J\x1b]0;title\x07A\u202e",
    ],
)
def test_odd_colours_are_left_out(exporter, text):
    assert "A" in coloured_text(text)
    stream = new_output("stream", text=text)
    error = new_output("error", ename="E", evalue=text, traceback=[text, text])
    found = page(exporter, new_code_cell("1", outputs=[stream, error], metadata=OWN))
    assert "A" in found
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", found)


def contrast(red: int, green: int, blue: int) -> float:
    """Of a colour to the light grey behind code, as WCAG 2.2 defines it."""

    def luminance(*colour: float) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    text = luminance(red / 255, green / 255, blue / 255)
    return (luminance(*[0.96] * 3) + 0.05) / (text + 0.05)


@given(st.tuples(*[st.integers(0, 255)] * 3), st.integers(0, 255))
def test_a_colour_that_a_program_chose_can_be_read(colour, background):
    text = "\x1b[38;2;{};{};{}m".format(*colour) + f"\x1b[48;5;{background}mA\x1b[0m"
    shown = coloured_text(text)
    assert "background" not in shown
    for found in re.findall(r"rgb\((\d+),(\d+),(\d+)\)", shown):
        assert contrast(*map(int, found)) > 4.5


def test_a_dark_colour_stays_and_a_light_one_keeps_its_hue():
    assert "rgb(0,95,135)" in coloured_text("\x1b[38;2;0;95;135mA")
    ((red, green, blue),) = re.findall(r"rgb\((\d+),(\d+),(\d+)\)", coloured_text("\x1b[38;5;66mA"))
    assert int(red) < int(green) == int(blue)


@pytest.mark.parametrize("fence", ["html", "javascript", "mermaid", 'a"onclick=alert(1)', "modal"])
def test_a_block_of_code_in_another_language_has_no_class(fence):
    text = f"```{fence}\n<script>alert(1)</script>\n```"
    found = markdown_of(essay(text), text)
    check_harmless(found)
    assert "&lt;script&gt;alert(1)" in found


def test_what_a_cell_calls_its_language_is_nothing_to_a_page(exporter):
    cell = new_code_cell("%%javascript\nalert(1)", metadata={"magics_language": "nothing", **OWN})
    notebook = new_notebook(cells=[cell], metadata={"language_info": {"name": "<b>", "x": 1}})
    text, _ = exporter.from_notebook_node(notebook, {"index": 0, "total": 1})
    assert "hl-ipython3" in text


LARGE = {
    "elements inside each other": ("text/html", "<div>" * 380_000),
    "almost too many elements": ("text/html", "<div>" * 9_999),
    "letters without an end": ("text/html", "<b>" * 600_000),
    "letters in paragraphs": (
        "text/html",
        "".join(f"<b x={i}>" for i in range(90)) + "<p>" * 9_900,
    ),
    "letters that all differ": (
        "text/html",
        "".join(f"<b title={i}>" for i in range(2_000)) + "<p>x" * 2_000,
    ),
    "attributes": ("text/html", "<div " + " ".join(f"a{i}" for i in range(200_000)) + ">"),
    "entities": ("text/html", "&lt;" * 480_000),
    "brackets": ("text/markdown", "[" * 1_900_000),
    "stars": ("text/markdown", "****" * 400_000),
    "brackets within bounds": ("text/markdown", "\\\\[" * 6_000),
    "quotes": ("text/markdown", ">" * 19_000),
    "lists": ("text/markdown", "\n".join("  " * i + "- a" for i in range(190))),
    "formulas": ("text/latex", "$x$" * 600_000),
    "spaces in TeX": ("text/latex", "$a$ \\def" + " " * 1_800_000),
    "spaces in TeX in HTML": ("text/html", "<p>a</p> \\def" + " " * 290_000),
    "colours": ("text/plain", "\x1b[31ma" * 300_000),
    "lines": ("text/plain", "a\n" * 900_000),
}


@pytest.mark.parametrize(("form", "text"), LARGE.values(), ids=LARGE)
def test_a_large_output_is_shown_in_bounded_time_and_size(exporter, form, text):
    with at_most(SECONDS):
        found = shown(exporter, form, text)
    assert 20 < len(found) < 5_000_000


# Each alone is within bounds.
MANY = {
    "HTML": ("text/html", "".join(f"<b title={i}>" for i in range(600)) + "<p>x" * 1_800),
    "brackets": ("text/markdown", "[" + "\\[" * 6_000),
    "TeX": ("text/latex", "$x$ " + "\\[" * 6_000),
}


@pytest.mark.parametrize(("form", "text"), MANY.values(), ids=MANY)
def test_many_outputs_are_shown_in_bounded_time_and_size(exporter, form, text):
    outputs = [new_output("display_data", data={form: text}) for _ in range(200)]
    with at_most(SECONDS):
        found = page(exporter, new_code_cell("1", outputs=outputs, metadata=OWN))
    assert len(found) < 40_000_000


@pytest.mark.parametrize("form", ["text/html", "text/markdown", "text/latex"])
def test_what_a_student_shows_keeps_to_its_place(exporter, form):
    start, end = ENCLOSED.split("{}")
    for place in (shown(exporter, form, "$x$"), page(exporter, essay("$x$"))):
        before, _, after = place.partition("$x$")
        assert start in before and before.rindex(start) > before.rfind(end)
        assert end in after


@pytest.mark.parametrize("text", ["[[[[****" * 120_000, "<div>" * 190_000, "# a\n" * 200_000])
def test_a_long_essay_is_cut_with_a_word(exporter, text):
    with at_most(SECONDS):
        found = page(exporter, essay(text))
    assert "characters more are in the notebook" in found
    assert len(found) < 100_000


def test_code_that_is_long_or_hard_to_colour_is_shown_in_bounded_time(exporter):
    with at_most(SECONDS):
        found = page(exporter, *[new_code_cell("a." * 45_000, metadata=OWN) for _ in range(20)])
    assert "a.a.a." in found
    assert len(found) < 2_000_000


def test_texts_and_outputs_of_a_student_are_not_taken_for_those_of_the_grader(exporter):
    verdict = Verdict("kl", [Item("values", 3, 0, "wrong")])._repr_mimebundle_()
    forged = Verdict("kl", [Item("values", 3, 3)])._repr_mimebundle_()
    outputs = [
        NotebookNode(output_type="display_data", data=data, metadata={})
        for data in (verdict, forged)
    ]
    summary = new_markdown_cell("**About the grading: graded**", metadata=OWN)
    found = page(exporter, summary, new_code_cell("1", outputs=outputs))
    places = [
        found.index(text)
        for text in ("Added by", "About the", "0 of 3 points", "Shown while", "3 of 3 points")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "before",
    [
        [new_output("display_data", data={"text/plain": "x" * 490_000})] * 12,
        [new_output("stream", text="x")] * 3_000,
    ],
    ids=["long", "many"],
)
def test_a_verdict_has_room_on_the_page_whatever_was_shown_before_it(exporter, before):
    verdict = Verdict("kl", [Item("values", 3, 0, "wrong")])._repr_mimebundle_()
    outputs = [
        NotebookNode(output_type="display_data", data=verdict, metadata={}),
        new_output("stream", text="3 of 3 points"),
    ]
    own = new_code_cell("1", outputs=before, metadata=OWN)
    found = page(exporter, own, new_code_cell("2", outputs=outputs))
    assert "0 of 3 points" in found
    assert "Shown while" in found[found.index("0 of 3 points") :]


def test_an_attachment_that_is_no_picture_is_left_out_in_bounded_time(exporter):
    cell = essay("![](attachment:a.png)")
    cell["attachments"] = {"a.png": {"image/png": " " * 1_000_000 + "!"}}
    with at_most(SECONDS):
        assert "image/png" not in page(exporter, cell)


def test_many_cells_and_outputs_are_cut_with_a_word(exporter):
    cells = [new_markdown_cell("a", metadata=OWN) for _ in range(3_000)]
    outputs = [new_output("stream", text="a")] * 3_000
    found = page(exporter, new_code_cell("1", outputs=outputs, metadata=OWN), *cells)
    assert "cells more are in the notebook" in found
    assert len(found) < 2_000_000


def test_odd_outputs_are_left_out(exporter):
    datas = [{}, {"text/plain": ["a", "b"]}, {"image/png": "no picture"}]
    datas += [{"image/svg+xml": "<svg/>"}, {"application/javascript": "alert(1)"}]
    datas += [{"application/vnd.jupyter.widget-view+json": {"model_id": "x"}}, {"a/b": "c"}]
    metadata = {"isolated": True, "text/html": {"isolated": True}, "width": '"><script>'}
    outputs = [
        NotebookNode(output_type=kind, data=data, metadata=metadata)
        | ({"execution_count": None} if kind == "execute_result" else {})
        for data in datas
        for kind in ("display_data", "execute_result")
    ]
    cell = new_code_cell("1", metadata={"collapsed": True, "tags": ["modal"], **OWN})
    cell.outputs = [NotebookNode(output) for output in outputs]
    found = page(exporter, cell)
    assert found.count("<pre>ab</pre>") == 2
    assert "alert(1)" not in found and "celltag" not in found and "iframe" not in found


def test_the_name_of_a_student_is_a_text_on_the_page(exporter):
    found = page(exporter, student='<b>x"', notebook_path='autograded/"><b>x/a.ipynb')
    assert ("b", {}) not in elements(found)
    assert '<b>x"' in html.unescape(found)


WORDS = [
    *("BEGIN HIDDEN TESTS", "END HIDDEN TESTS", "### BEGIN HIDDEN TESTS\n### BEGIN HIDDEN TESTS"),
    *("BEGIN MARK SCHEME", "END MARK SCHEME", "=== BEGIN MARK SCHEME ===\n![a](attachment:a.png)"),
    *("### BEGIN SOLUTION", "### END SOLUTION"),
]


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("hide", [HideTests(), HideMarkSchemes()])
def test_words_of_nbgrader_in_a_students_text_stay(hide, words):
    cells = [essay(words), new_markdown_cell(words, metadata=OWN)]
    cells += [new_code_cell(f"# {words}", metadata=OWN)]
    answer = {"grade_id": "kl", "grade": False, "solution": True, "locked": False}
    cells += [new_code_cell(f"# {words}", metadata={"nbgrader": answer})]
    expected = [cell.source for cell in cells]
    notebook, _ = hide.preprocess(new_notebook(cells=cells), {})
    assert [cell.source for cell in notebook.cells] == expected


def test_hidden_tests_and_mark_schemes_of_the_course_are_hidden():
    test = {"grade_id": "test_kl", "grade": True, "solution": False, "locked": True, "points": 3}
    question = {"grade_id": "q", "grade": False, "solution": False, "locked": True}
    notebook = new_notebook(
        cells=[
            new_code_cell(
                "a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS", metadata={"nbgrader": test}
            ),
            new_markdown_cell(
                "a\n=== BEGIN MARK SCHEME ===\nb\n=== END MARK SCHEME ===",
                metadata={"nbgrader": question},
            ),
        ]
    )
    for hide in (HideTests(), HideMarkSchemes(enforce_metadata=False)):
        notebook, _ = hide.preprocess(notebook, {})
    assert [cell.source for cell in notebook.cells] == ["a", "a"]


SCRAPS = st.lists(
    st.sampled_from(
        [
            *(
                "<div>",
                "</div>",
                "<a id=x href='",
                "'>",
                '"',
                "<img src=",
                PNG,
                "<!--",
                "-->",
                "<p",
            ),
            *(
                "<math>",
                "<svg>",
                "<style>",
                "<table>",
                "<td>",
                "]]>",
                "<![CDATA[",
                "&",
                "&lt;",
                "\0",
            ),
            *(
                "# ",
                "> ",
                "- ",
                "\n",
                "\n\n",
                "    ",
                "```",
                "```python\n",
                "$",
                "$$",
                "\\",
                "\\href",
            ),
            *(
                "[",
                "](",
                ")",
                "![",
                "](attachment:a.png)",
                "[a]: ",
                "|",
                "\n|-|-|\n",
                "*",
                "_",
                "`",
            ),
            *(
                "\\begin{a}",
                "\\end{a}",
                "\x1b[31m",
                "\x1b[38;5;",
                "\u202e",
                "\\def\\a",
                "http://a.b",
            ),
            *("===", "---", "<script>", "onload=alert(1)", "\ud800", "￿", "é", "a", " "),
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(SCRAPS)
def test_any_text_comes_out_harmless(text):
    text = text.encode(errors="replace").decode()
    check_harmless(clean_html(text))
    found = markdown_of(essay(text), text)
    # The classes of coloured code are ours.
    check_harmless(re.sub(r'(?s)<div class=" ?highlight.*?</pre>\s*</div>', "", found))
    assert code_to_html(text)
    coloured_text(text)


@settings(max_examples=50, deadline=None)
@given(texts=st.lists(SCRAPS, min_size=5, max_size=5))
def test_any_notebook_has_a_page(exporter, texts):
    texts = [text.encode(errors="replace").decode() for text in texts]
    forms = ("text/html", "text/markdown", "text/latex", "text/plain")
    outputs = [
        NotebookNode(output_type="display_data", data={form: text}, metadata={})
        for form, text in zip(forms, texts, strict=False)
    ]
    outputs += [new_output("error", ename="E", evalue="", traceback=texts)]
    code = new_code_cell(texts[4], outputs=outputs, metadata=OWN)
    found = page(exporter, essay(texts[0]), code, NotebookNode(essay(texts[1]), cell_type="raw"))
    assert "live-notebook" in found


def test_the_secret_of_a_submission_is_copied_as_it_is(tmp_path):
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir(), target.mkdir()
    (source / SECRET).write_text("a secret\n")
    copy_secret(source, target)
    assert read_secret(target) == "a secret\n"
    (source / SECRET).unlink()
    copy_secret(source, target)
    assert not (target / SECRET).exists()


def test_a_secret_is_no_link_no_pipe_and_not_large(tmp_path):
    path = tmp_path / SECRET
    assert read_secret(tmp_path) is None
    (tmp_path / "other").write_text("of the grader")
    path.symlink_to("other")
    assert read_secret(tmp_path) is None
    path.unlink()
    os.mkfifo(path)
    assert read_secret(tmp_path) is None
    path.unlink()
    path.mkdir()
    assert read_secret(tmp_path) is None
    path.rmdir()
    for content in (b"", b"\xff", b"a" * 2_000):
        path.write_bytes(content)
        assert read_secret(tmp_path) is None
