"""What a demonstration showed when it was handed in: kept, cleaned, cut, marked, and no verdict."""

import json

from nbformat.v4 import new_code_cell, new_notebook

from autograder.checking.verdict import MIME_TYPE
from autograder.intake.outputs import MAX_CELL, MAX_NOTEBOOK
from autograder.intake.reading import parse_notebook
from autograder.intake.rebuild import rebuild
from autograder.judging.handed_in import AS_HANDED_IN, NOT_SHOWN, NOTHING, show_as_handed_in
from autograder.judging.outputs import Collector

SOURCE = "lab.plot_history(history)"
LIMIT = 10_000  # bytes of one cell


def handed_in(*outputs: object, source: str = SOURCE) -> list:
    """The outputs in a graded notebook of a demonstration that was handed in with these."""
    released = new_notebook(cells=[new_code_cell(SOURCE, id="demo")])
    cell = {"cell_type": "code", "id": "demo", "source": source, "outputs": list(outputs)}
    cells, _ = parse_notebook(json.dumps({"cells": [cell]}).encode(), "a.ipynb")
    rebuilt = rebuild(released, cells)
    show_as_handed_in(rebuilt.notebook, rebuilt.outputs, Collector(LIMIT, 10 * LIMIT))
    return rebuilt.notebook.cells[0].outputs


def stream(text: object) -> dict:
    return {"output_type": "stream", "name": "stdout", "text": text}


def shown(data: object) -> dict:
    return {"output_type": "display_data", "metadata": {"x": 1}, "data": data}


def test_outputs_stay_below_a_word_that_says_whose_they_are():
    mark, text, picture = handed_in(stream(["one\n", "two"]), shown({"image/png": "iVBORw0K\n"}))
    assert mark.data["text/plain"] == AS_HANDED_IN
    assert text.text == "one\ntwo"
    assert picture.data == {"image/png": "iVBORw0K\n"}


def test_nothing_stays_nothing_and_that_is_said():
    (mark,) = handed_in()
    assert mark.data["text/plain"] == NOTHING


def test_of_what_cannot_be_shown_it_is_not_said_that_it_is_nothing():
    plotly = shown({"application/vnd.plotly.v1+json": {"data": []}})
    (mark,) = handed_in(shown({"image/svg+xml": "<svg/>"}), plotly)
    assert mark.data["text/plain"] == NOT_SHOWN


def test_outputs_of_a_changed_cell_are_those_of_the_change():
    _, text = handed_in(stream("mine"), source="lab.plot_history(history, title='mine')")
    assert text.text == "mine"


def test_no_output_can_be_read_as_a_verdict():
    verdict = {MIME_TYPE: {"name": "kl", "items": []}, "text/plain": "3"}
    result = {"output_type": "execute_result", "execution_count": 1, "data": verdict}
    for output in handed_in(result, shown(verdict)):
        assert MIME_TYPE not in output.get("data", {})


def test_terminals_scripts_and_odd_forms_are_cleaned():
    outputs = handed_in(
        stream("\x1b[2Jgone\x1b]0;title\x07"),
        shown({"application/javascript": "alert(1)", "image/svg+xml": "<svg onload='x'/>"}),
        shown({"image/png": "<script>"}),
        {"output_type": "error", "ename": ["x"], "evalue": 3, "traceback": "no list"},
        {"output_type": {"odd": []}, "data": 7},
        "no output",
        7,
    )
    text = json.dumps(outputs)
    assert "\x1b" not in outputs[1].text
    for forbidden in ("alert", "svg", "<script", "odd"):
        assert forbidden not in text


def test_what_is_too_much_is_cut_and_that_is_said():
    outputs = handed_in(stream("x" * (LIMIT // 2)), stream("y" * LIMIT), stream("z"))
    text = "".join(output.get("text", "") for output in outputs)
    assert len(text) < LIMIT
    assert "The output is cut here" in text
    (_, left) = handed_in(stream("x" * (MAX_CELL + 1)))
    assert "left out" in left.text


def test_a_notebook_keeps_no_more_than_a_reader_could_bear():
    cell = {"cell_type": "code", "source": "1", "outputs": [stream("x" * (MAX_CELL // 2))] * 2}
    cells, _ = parse_notebook(json.dumps({"cells": [cell] * 9}).encode(), "a.ipynb")
    kept = sum(len(output["text"]) for cell in cells for output in cell.outputs)
    assert kept <= MAX_NOTEBOOK
    deep = json.loads("[" * 500 + "]" * 500)
    wide = {"output_type": "display_data", "data": [deep] * 1000}
    cells, _ = parse_notebook(json.dumps({"cells": [cell | {"outputs": [wide]}]}).encode(), "a")
    assert [output["output_type"] for output in cells[0].outputs] == ["stream"]
