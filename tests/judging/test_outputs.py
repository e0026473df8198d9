"""What is kept of what a cell shows."""

import nbformat
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograder.judging.outputs import MOST_OUTPUTS, Collector, written_size


def collected(*messages: tuple[str, dict], cell: int = 100_000, notebook: int = 300_000) -> list:
    collector = Collector(cell, notebook)
    for kind, content in messages:
        collector.take(kind, content)
    return collector.finished()


def stream(text: str) -> tuple[str, dict]:
    return "stream", {"name": "stdout", "text": text}


def in_a_file(outputs: list) -> str:
    notebook = new_notebook(cells=[new_code_cell(outputs=outputs)])
    nbformat.validate(notebook)
    return nbformat.writes(notebook)


def test_the_outputs_of_all_cells_together_have_a_limit():
    collector = Collector(100_000, 300_000)
    kept = []
    for number in range(150):
        collector.begin()
        collector.take(*stream(str(number % 10) * 90_000))
        kept.append(collector.finished())
    assert [len(outputs[0].text) for outputs in kept[:3]] == [90_000] * 3
    assert all("a notebook may show 300 kB" in outputs[0].text for outputs in kept[3:])
    assert sum(written_size(outputs) for outputs in kept) < 350_000


def test_what_was_cleared_counts_for_nothing():
    collector = Collector(100_000, 300_000)
    for _ in range(10):
        collector.take("clear_output", {"wait": True})
        collector.take(*stream("x" * 90_000))
    collector.begin()
    collector.take(*stream("x" * 90_000))
    assert collector.finished()[0].text == "x" * 90_000


def test_lines_cost_what_they_take_in_the_file():
    outputs = collected(stream("\n" * 90_000))
    assert "cut here: a cell may show 100 kB" in outputs[0].text
    assert len(in_a_file(outputs)) < 10_000


def test_outputs_without_end_have_a_limit_of_their_number():
    outputs = collected(
        *[("display_data", {"data": {"text/plain": str(n)}}) for n in range(5000)], cell=10**9
    )
    assert len(outputs) <= MOST_OUTPUTS + 1
    assert "outputs in" in outputs[-1].text


def test_parts_without_end_have_a_limit_of_their_number():
    outputs = collected(*[stream("x")] * 50_000, cell=10**9, notebook=10**9)
    assert len(outputs) == 1
    assert "messages" in outputs[0].text[-100:]


def test_a_cell_that_failed_says_so_however_much_it_showed():
    error = {"ename": "ValueError", "evalue": "no\n" * 500, "traceback": ["x" * 90_000] * 10}
    outputs = collected(stream("x" * 200_000), ("error", error), ("error", error))
    assert [output.output_type for output in outputs] == ["stream", "error"]
    assert outputs[1].evalue.startswith("no no")
    assert len(in_a_file(outputs)) < 5_000


def test_outputs_hold_nothing_that_a_terminal_or_a_page_obeys():
    hidden = "\x1b[2J\x9b1m\u202e\ud800\x07"
    outputs = collected(
        stream("a\x1b["),
        stream("31mb" + hidden),
        ("error", {"ename": hidden, "evalue": hidden, "traceback": [hidden, None, "x\n" * 100]}),
        ("display_data", {"data": {"text/html": hidden, "text/plain": hidden}}),
        ("execute_result", {"data": {"text/markdown": hidden, "application/javascript": "x"}}),
    )
    assert outputs[0].text.startswith("a\x1b[31mb")
    text = in_a_file(outputs).replace("\\u001b[31m", "")
    assert not any(f"\\u{code:04x}" in text for code in (0x1B, 0x9B, 0x07))
    assert not set(hidden) & {"\x9b", "\u202e", "\ud800"} & set(text)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
names = st.sampled_from(
    [
        *("name", "text", "data", "ename", "evalue", "traceback", "wait", "metadata", "transient"),
        *("text/plain", "text/html", "image/png", "image/svg+xml", "text/latex", "comm_id"),
    ]
)
kinds = st.sampled_from(
    [
        *("stream", "display_data", "execute_result", "error", "clear_output"),
        *("update_display_data", "comm_open", "comm_msg", "status", ""),
    ]
)
contents = st.dictionaries(
    names, anything | st.dictionaries(names, anything, max_size=3), max_size=4
)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(messages=st.lists(st.tuples(kinds, contents), max_size=5))
@example(messages=[("error", {"traceback": [None, {}, "x"]})])
@example(messages=[("display_data", {"data": {"image/png": "\ud800"}})])
def test_any_messages_make_outputs_of_a_notebook(messages):
    outputs = collected(*messages, cell=2000, notebook=5000)
    assert all(isinstance(output, NotebookNode) for output in outputs)
    text = in_a_file(outputs)
    assert len(text.encode()) < 6000


def drawn(**metadata: object) -> NotebookNode:
    """What is kept of a picture whose sender says so much about it."""
    content = {"data": {"image/png": "aGVsbG8="}, "metadata": {"image/png": metadata}}
    (output,) = collected(("display_data", content))
    in_a_file([output])
    return output.metadata["image/png"]


def test_a_picture_keeps_its_text_alternative_and_its_size():
    assert drawn(alt="A curve\nthat falls.", width=640, height=480) == {
        "alt": "A curve that falls.",
        "width": 640,
        "height": 480,
    }


def test_what_a_picture_says_of_itself_is_no_markup_of_the_page():
    kept = drawn(alt=["a"], width="1 onload=x", height=10**9, unconfined=True)
    assert set(kept) == {"alt"}
    assert kept.alt  # words of our own
    assert len(drawn(alt="a" * 100_000).alt) < 5000
