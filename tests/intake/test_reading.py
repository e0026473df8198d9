"""Whatever file a student hands in, it is read, or its reader learns what is wrong with it."""

import json
import os
import random
import socket
import sys
from pathlib import Path

import jupytext
import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.intake import apart, reading
from autograder.intake.reading import (
    NotRead,
    SubmittedCell,
    Unreadable,
    parse_notebook,
    parse_script,
    read_notebook,
    read_script,
)
from autograder.intake.student_code import CodeReader
from tests.conftest import ROOT, at_most

RELEASE = ROOT / "release/autoencoders/2_cross_entropy.ipynb"
DATA = RELEASE.read_bytes()
every_time = settings(derandomize=True, max_examples=150)


def parsed(notebook: object) -> reading.Content:
    return parse_notebook(json.dumps(notebook).encode(), "mine.ipynb")


def with_cells(*cells: object) -> dict:
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def code(source: object, **more: object) -> dict:
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], **more}


def texts(content: reading.Content) -> list[str]:
    return [cell.source for cell in content[0]]


def assert_usable(content: reading.Content) -> None:
    cells, notes = content
    for cell in cells:
        assert cell.kind in ("code", "markdown", "raw")
        assert "\r" not in cell.source
        assert "\0" not in cell.source
        for part in (cell.source, cell.grade_id or "", cell.cell_id or "", *cell.attachments):
            part.encode()
    "\n".join(notes).encode()


# --------------------------------------------------------------------------------- notebooks


def test_a_released_notebook_is_read_cell_by_cell_without_a_note():
    cells, notes = read_notebook(RELEASE)
    released = nbformat.read(RELEASE, as_version=4)
    assert notes == []
    assert [(cell.kind, cell.source, cell.cell_id) for cell in cells] == [
        (cell.cell_type, cell.source, cell.id) for cell in released.cells
    ]
    grade_ids = [cell.grade_id for cell in cells if cell.grade_id]
    assert grade_ids == ["cross_entropy", "test_cross_entropy"]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + DATA,
        DATA.decode().encode("utf-16"),
        b"\xfe\xff" + DATA.decode().encode("utf-16-be"),
        DATA.replace(b"\n", b"\r\n"),
        json.dumps(json.loads(DATA)).encode(),
        DATA + b"\n\n",
    ],
    ids=["mark", "utf-16", "big-endian", "crlf", "one line", "blank lines"],
)
def test_other_ways_to_write_the_same_text_need_no_note(data):
    assert parse_notebook(data, "mine.ipynb") == read_notebook(RELEASE)


def test_line_ends_in_a_cell_become_those_of_python():
    assert texts(parsed(with_cells(code("a\r\nb\rc\n")))) == ["a\nb\nc\n"]
    assert texts(parsed(with_cells(code(["a\r\n", "b"])))) == ["a\nb"]


def test_format_3_is_read():
    old = {
        "nbformat": 3,
        "worksheets": [
            {
                "cells": [
                    {"cell_type": "heading", "level": 2, "source": ["Title"]},
                    {"cell_type": "code", "input": ["x = ", "1"], "outputs": []},
                ]
            },
            {"cells": [{"cell_type": "markdown", "source": "text"}]},
        ],
    }
    cells, notes = parsed(old)
    assert notes == []
    assert [(cell.kind, cell.source) for cell in cells] == [
        ("markdown", "## Title"),
        ("code", "x = 1"),
        ("markdown", "text"),
    ]


def test_grade_ids_and_cell_ids_are_taken_where_they_are_names():
    (jupyter, colab, odd), _ = parsed(
        with_cells(
            code("1", id="abc", metadata={"nbgrader": {"grade_id": "encoder"}}),
            code("2", metadata={"id": "def"}),
            code("3", id=7, metadata={"nbgrader": {"grade_id": ["encoder"]}}),
        )
    )
    assert (jupyter.grade_id, jupyter.cell_id) == ("encoder", "abc")
    assert (colab.grade_id, colab.cell_id) == (None, "def")
    assert (odd.grade_id, odd.cell_id) == (None, None)


@pytest.mark.parametrize("metadata", [None, 1, "x", [], [1], {"nbgrader": 3}, {"nbgrader": None}])
def test_metadata_of_any_kind_costs_no_cell(metadata):
    assert parsed(with_cells(code("x", metadata=metadata))) == ([SubmittedCell("code", "x")], [])


@pytest.mark.parametrize(
    ("cell", "expected", "note"),
    [
        (code("a\udc80b"), "a�b", "1 cell was repaired: characters that are not text are now �"),
        (code("a\0b"), "ab", None),
        (code(7), "", "1 cell was read as empty: the source is not text"),
        (code(["a", None]), "", "1 cell was read as empty: the source is not text"),
        (
            {"cell_type": "poem", "source": "x"},
            "x",
            "1 cell was read as raw text: of no known type",
        ),
    ],
)
def test_repairs_are_noted(cell, expected, note):
    content = parsed(with_cells(cell))
    assert texts(content) == [expected]
    assert content[1] == ([note] if note else [])


def test_bytes_that_are_no_text_are_replaced_where_they_matter():
    mixed = json.dumps(with_cells(code("# Δ fünf")), ensure_ascii=False)
    mixed = mixed.encode().replace("ü".encode(), b"\xfc")
    cells, notes = parse_notebook(mixed, "mine.ipynb")
    assert cells[0].source == "# Δ f�nf"
    assert len(notes) == 1
    output = json.dumps(with_cells(code("x", outputs=["Δ fünf"])), ensure_ascii=False)
    assert parse_notebook(output.encode().replace("ü".encode(), b"\xfc"), "mine.ipynb")[1] == []


@pytest.mark.parametrize("text", ["# fünf", "# „Anführung“ – 5 €", "s = 'naïve café'"])
def test_text_of_windows_is_read(text):
    data = json.dumps(with_cells(code(text)), ensure_ascii=False).encode("cp1252")
    for parse, file in (parse_notebook, data), (parse_script, text.encode("cp1252")):
        cells, notes = parse(file, "mine")
        assert cells[0].source == text
        assert notes == ["the file is not in UTF-8; it was read as Windows-1252"]


def test_text_after_the_notebook_and_nul_bytes_are_noted():
    assert parse_notebook(DATA + b"}", "x")[1] == ["text after the end of the notebook was ignored"]
    assert parse_notebook(DATA + b"\0" * 512, "x")[1] == ["NUL characters were removed"]
    assert parsed(with_cells(code("x"), 3, None))[1] == ["2 cells were left out: no cell"]


def test_pasted_pictures_are_kept_and_nothing_else_that_is_attached():
    attached = {
        "photo.png": {"image/png": "iVBORw0KGgo=", "text/html": "<script>"},
        "drawing.svg": {"image/svg+xml": "PHN2Zz4="},
        "broken.png": {"image/png": '"><script>'},
    }
    cell = {"cell_type": "markdown", "source": "![](attachment:photo.png)", "attachments": attached}
    assert parsed(with_cells(cell))[0][0].attachments == {
        "photo.png": {"image/png": "iVBORw0KGgo="}
    }


PICTURE = {"image/png": "iVBORw0KGgo="}


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("x" * 90 + ".png", "x" * 90 + ".png"),
        ("Bildschirmfoto vom " + "ä" * 70, "Bildschirmfoto%20vom%20" + "%C3%A4" * 70),
        ("photo (1) " + "y" * 80, "photo (1) " + "y" * 80),
        ("two\nlines", "two%0Alines"),
    ],
)
def test_a_pasted_picture_of_a_long_name_is_kept_under_a_short_one(name, address):
    source = f'![](attachment:{address}) and ![](attachment:a.png "A title")'
    attached = {name: PICTURE, "a.png": PICTURE}
    cell = {"cell_type": "markdown", "source": source, "attachments": attached}
    ((read,), notes) = parsed(with_cells(cell))
    assert read.source == '![](attachment:picture-1) and ![](attachment:a.png "A title")'
    assert read.attachments == {"picture-1": PICTURE, "a.png": PICTURE}
    assert notes == []


def test_a_picture_in_a_text_is_no_text():
    source = f"Before ![](data:image/png;base64,{'A' * 17_000_000}) after"
    cell = {"cell_type": "markdown", "source": source}
    assert parsed(with_cells(cell))[0][0].source == source
    ((*_, read), (note,)) = parsed(with_cells(cell, cell))
    assert read.source == "Before ![]() after"
    assert "the pictures were left out: 2 of 32 MB together" in note
    with pytest.raises(Unreadable, match="more than 16 MB of code and text"):
        parsed(with_cells(code(f"'{source}'")))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \n\0\0", "is empty"),
        (b"\xff\xfe\x00", "is empty"),
        (DATA[: len(DATA) // 2], "ends in the middle"),
        (DATA[:-2], "ends in the middle"),
        (DATA[: DATA.index(b"null") + 2], "ends in the middle"),
        (DATA[: DATA.index(b"\\n") + 1], "ends in the middle"),
        (DATA.replace(b'"cells":', b'"cells"', 1), "line 2 is not valid JSON"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF document"),
        (b"[]", "without a list of cells"),
        (b'"text"', "without a list of cells"),
        (b"NaN", "without a list of cells"),
        (b'{"cells": {}}', "without a list of cells"),
        (b'{"worksheets": 3}', "without a list of cells"),
        (b"[" * 1_000_000, "nested too deeply"),
        (b'{"cells": [' + b"{}," * 20_000 + b"{}]}", "20,001 cells"),
    ],
)
def test_what_cannot_be_read_says_why(data, reason):
    with pytest.raises(Unreadable, match=reason) as caught:
        parse_notebook(data, "mine.ipynb")
    assert str(caught.value).startswith("mine.ipynb ")


def test_numbers_of_any_size_do_no_harm():
    digits = b"1" * 1_000_000
    notebook = json.dumps(with_cells(code("x"))).encode()
    for number in (digits, b"-" + digits, b"1." + digits, b"1e999999", b"NaN", b"-Infinity"):
        data = notebook.replace(b'"nbformat": 4', b'"nbformat": ' + number)
        assert texts(parse_notebook(data, "mine.ipynb")) == ["x"]


# ------------------------------------------------------------------------------------- files


def refused(path: Path) -> str:
    for read in (read_notebook, read_script):
        with pytest.raises(Unreadable) as caught:
            read(path)
    return str(caught.value)


def test_only_regular_files_are_opened(tmp_path):
    path = tmp_path / "mine.ipynb"
    assert refused(path) == "mine.ipynb is missing"
    path.symlink_to(RELEASE)
    assert "is a link" in refused(path)
    path.unlink()
    path.mkdir()
    assert "is not a regular file" in refused(path)
    path.rmdir()
    os.mkfifo(path)
    assert "is not a regular file" in refused(path)
    path.unlink()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        assert "is not a regular file" in refused(path)
    assert "is not a regular file" in refused(Path("/dev/zero"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_refused(tmp_path):
    path = tmp_path / "mine.ipynb"
    path.write_bytes(DATA)
    path.chmod(0)
    assert "cannot be opened (Permission denied)" in refused(path)


def test_names_in_messages_can_be_shown(tmp_path):
    for name in (b"a\nb.ipynb", b"\xff\xfe.ipynb", "😀 [x] 'q'.ipynb".encode(), b"a" * 240):
        message = refused(tmp_path / os.fsdecode(name))
        assert message.isprintable()
        assert len(message) < 120


def test_a_file_that_is_too_large_is_refused(tmp_path):
    path = tmp_path / "mine.ipynb"
    path.touch()
    os.truncate(path, reading.MAX_NOTEBOOK + 1)
    assert "has 512 MB and at most" in refused(path) or "at most 4 MB" in refused(path)


def write_large(path: Path, outputs: str) -> None:
    """A notebook of more than 16 MB: the release, with these outputs in its first code cell."""
    text = DATA.decode().replace('"outputs": []', f'"outputs": [{outputs}]', 1)
    path.write_text(text)
    assert path.stat().st_size > reading.MAX_PARSED_HERE


def test_a_notebook_with_large_outputs_is_read(tmp_path):
    path = tmp_path / "mine.ipynb"
    write_large(path, '"' + "x" * 210_000_000 + '"')
    assert read_notebook(path) == read_notebook(RELEASE)


def test_a_notebook_with_too_much_code_is_refused(tmp_path):
    path = tmp_path / "mine.ipynb"
    path.write_text(json.dumps(with_cells(code("x" * 17_000_000))))
    with pytest.raises(Unreadable, match="more than 16 MB of code and text"):
        read_notebook(path)


def test_a_large_file_that_is_no_notebook_says_why(tmp_path):
    path = tmp_path / "mine.ipynb"
    path.write_bytes(b'{"cells": ["' + b"x" * 17_000_000)
    with pytest.raises(Unreadable, match="ends in the middle"):
        read_notebook(path)


@pytest.mark.parametrize("limit", ["memory", "time"])
def test_a_file_that_passes_a_limit_is_refused(tmp_path, monkeypatch, limit):
    path = tmp_path / "mine.ipynb"
    write_large(path, "[]," * 7_000_000 + "[]")
    if limit == "memory":
        monkeypatch.setitem(reading.MEMORY, "notebook", 300 * reading.MEGABYTE)
    monkeypatch.setattr(apart, "WAITS", 1_000)
    with pytest.raises(Unreadable, match=r"too much (time or )?memory"):
        read_notebook(path, seconds=0.05 if limit == "time" else 60)


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("#!/nonexistent", "no process could be started here"),
        ("#!/bin/sh\nexit 1", "a process ended with status 1"),
        ("#!/bin/sh\nexec sleep 60", "it had not ended after 1 s"),
    ],
    ids=["nothing starts", "it fails", "it waits"],
)
def test_a_machine_that_reads_nothing_is_not_the_students_fault(
    tmp_path, monkeypatch, program, why
):
    path, python = tmp_path / "mine.py", tmp_path / "python"
    path.write_text("x = 1")
    python.write_text(program)
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    with pytest.raises(NotRead, match=why):
        read_script(path, seconds=0.2)


# ----------------------------------------------------------------------------------- scripts


PYCHARM = """\
#%% md
# Why?
#%%
x = 1
#%% md
Because
of *this*.
"""
DATABRICKS = """\
# Databricks notebook source
# MAGIC %md
# MAGIC Why?

# COMMAND ----------

x = 1

# COMMAND ----------

# MAGIC %md Because
# MAGIC of *this*.
"""


@pytest.mark.parametrize("script", [PYCHARM, DATABRICKS], ids=["PyCharm", "Databricks"])
def test_a_script_of_another_tools_has_its_texts(script):
    cells, notes = parse_script(script.encode(), "mine.py")
    assert notes == []
    assert [(cell.kind, cell.source.strip()) for cell in cells] == [
        ("markdown", "Why?"),
        ("code", "x = 1"),
        ("markdown", "Because\nof *this*."),
    ]


def test_a_percent_script_is_read(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(
        '# %% [markdown] nbgrader={"grade_id": "essay", "solution": true}\n# Text\n# of two lines\n'
        '\n# %% nbgrader={"grade_id": "encoder"}\n# %pip install x\ndef encoder():\n    return 1\n'
        "\n# %% [raw]\n# raw\n\n#%%\nz = 1\n\n# In[3]:\nw = 2\n"
    )
    cells, notes = read_script(path)
    assert notes == []
    assert cells == [
        SubmittedCell("markdown", "Text\nof two lines", "essay"),
        SubmittedCell("code", "%pip install x\ndef encoder():\n    return 1", "encoder"),
        SubmittedCell("raw", "raw"),
        SubmittedCell("code", "z = 1"),
        SubmittedCell("code", "w = 2"),
    ]


def test_a_script_without_marks_is_one_cell():
    source = "import x\n\n\ndef f():\n    return 1\n\n\n# comment\ny = 2"
    expected = ([SubmittedCell("code", source)], [])
    assert parse_script(source.encode(), "mine.py") == expected
    marked = b"\xef\xbb\xbf" + source.replace("\n", "\r\n").encode()
    assert parse_script(marked, "mine.py") == expected


def test_a_released_notebook_survives_the_way_through_a_script():
    script = jupytext.writes(nbformat.read(RELEASE, as_version=4), fmt="py:percent")
    cells, _ = parse_script(script.encode(), "mine.py")
    assert [(cell.kind, cell.source, cell.grade_id) for cell in cells] == [
        (cell.kind, cell.source, cell.grade_id) for cell in read_notebook(RELEASE)[0]
    ]


def test_a_script_that_asks_for_all_memory_is_refused(tmp_path, monkeypatch):
    monkeypatch.setitem(reading.MEMORY, "script", 250 * reading.MEGABYTE)
    path = tmp_path / "mine.py"
    header = "# ---\n# jupyter:\n#   a: &a [x, x, x, x, x, x, x, x, x]\n"
    for name, last in zip("bcdefghi", "abcdefgh", strict=True):
        header += f"#   {name}: &{name} [{', '.join([f'*{last}'] * 9)}]\n"
    path.write_text(f"{header}# ---\n# %%\nx = 1\n")
    with pytest.raises(Unreadable, match=r"mine.py"):
        read_script(path)


@pytest.mark.parametrize(
    "text", ["# %% " + "[" * 5000, "# ---\n# a: [\n# ---\nx", '"""', "# %%\n" * 300, "\x0c # %% {"]
)
def test_an_odd_script_is_read_or_refused(text):
    try:
        assert_usable(parse_script(text.encode(), "mine.py"))
    except Unreadable as reason:
        assert str(reason).startswith("mine.py")


# -------------------------------------------------------------------------------- any content


def read_or_refused(data: bytes) -> None:
    try:
        assert_usable(parse_notebook(data, "mine.ipynb"))
    except Unreadable as reason:
        str(reason).encode()


@every_time
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_random_bytes_and_text_are_refused_and_never_raise_otherwise(data):
    read_or_refused(data)
    read_or_refused(b"\xff\xfe" + data)
    read_or_refused(b'{"cells": ' + data)


@every_time
@given(st.randoms(use_true_random=False))
def test_a_notebook_with_flipped_bits_never_raises(dice: random.Random):
    data = bytearray(DATA)
    for _ in range(dice.randrange(1, 20)):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    read_or_refused(bytes(data[: dice.choice([len(data), dice.randrange(len(data))])]))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


def paths(value: object, path: tuple = ()) -> list[tuple]:
    """The places inside a JSON value."""
    inner = value.items() if isinstance(value, dict) else ()
    inner = enumerate(value) if isinstance(value, list) else inner
    return [path, *(found for key, each in inner for found in paths(each, (*path, key)))]


PATHS = [path for path in paths(json.loads(DATA)) if path]


@every_time
@given(st.lists(st.tuples(st.sampled_from(PATHS), json_values), min_size=1, max_size=5))
def test_a_notebook_with_any_values_in_any_place_never_raises(changes):
    notebook = json.loads(DATA)
    for path, value in changes:
        place = notebook
        for key in path[:-1]:
            is_there = isinstance(place, dict) or (isinstance(place, list) and key != "")
            try:
                place = place[key] if is_there else None
            except (KeyError, IndexError, TypeError):
                place = None
        if isinstance(place, dict) or (isinstance(place, list) and len(place) > 0):
            try:
                place[path[-1]] = value
            except (IndexError, TypeError):
                continue
    read_or_refused(json.dumps(notebook).encode())


# --------------------------------------------------------------------- what is not a notebook


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04\x14\0", "is a zip archive or an office document"),
        (b"\x1f\x8b\x08\0", "is a gzip archive"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"<!DOCTYPE html><title>Log in</title>", "is a web page that asks to log in"),
        (b"\n<html><body>Page not found", "is a web page; hand in"),
        (b'<html class="jp-Notebook">', "is a web page that shows a notebook"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:1", "is a pointer of Git LFS"),
        (b'{\n<<<<<<< a\n"cells": []\n=======\n"cells": [1]\n>>>>>>> b\n}', "a merge conflict"),
        (b"{\r\n<<<<<<< a\r\n=======\r\n>>>>>>> b\r\n}", "a merge conflict"),
        (b'{"name": "x", "type": "file", "content": "e30="}', "is what a web service answers"),
        (b'{"message": "Not Found"}', "is what a web service answers"),
        (b'{"type": "notebook", "content": {"x": 1}}', "without a list of cells"),
    ],
)
def test_what_was_handed_in_by_mistake_is_called_by_its_name(data, reason):
    with pytest.raises(Unreadable, match=reason) as caught:
        parse_notebook(data, "mine.ipynb")
    assert str(caught.value).startswith("mine.ipynb ")


def test_a_notebook_in_an_answer_of_jupyters_server_is_read():
    content = parsed({"type": "notebook", "content": with_cells(code("x"))})
    assert texts(content) == ["x"]
    assert len(content[1]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<<<<<<< a\nx\n=======\ny\n>>>>>>> b",
        "x\n<<<<<<< HEAD\n||||||| base\n=======\n>>>>>>> 12ab",
        "<<<<<<<\n=======\n>>>>>>>",
    ],
)
def test_the_marks_of_a_merge_in_a_cell_are_noted(text):
    note = "1 cell was left with the marks of a merge conflict"
    assert parsed(with_cells(code(text), code("x")))[1] == [note]


@pytest.mark.parametrize("text", ["x <<<<<<< y", "=======\n<<<<<<< a", "a << b >> c", ">>>>>>> x"])
def test_other_arrows_are_no_conflict(text):
    assert parsed(with_cells(code(text)))[1] == []


@pytest.mark.parametrize("mark", ["<<<<<<<\n", "<<<<<<< a\n=======\n", "<" * 7, "<!--" * 7])
def test_no_text_takes_long_to_be_called_by_its_name(mark):
    text = mark * (4 * reading.MEGABYTE // len(mark))
    with at_most(10), pytest.raises(Unreadable):
        parse_notebook(text.encode(), "mine.ipynb")


# ------------------------------------------------------------------------- scripts of other tools


def test_an_export_by_nbconvert_has_its_texts_as_cells():
    text = (
        "#!/usr/bin/env python\n# coding: utf-8\n\n\n# # Title\n# \n# A question\n\n\n# An answer\n"
        "\n\n# In[1]:\n\n\nimport math\n\n\ndef f(x):\n    # why\n    return x\n\n\n# More text\n"
        "\n\n# In[ ]:\n\n\nf(2)\n"
    )
    cells, notes = parse_script(text.encode(), "mine.py")
    assert notes == []
    assert [(cell.kind, cell.source) for cell in cells][1:] == [
        ("markdown", "# Title\n\nA question"),
        ("markdown", "An answer"),
        ("code", "import math\n\n\ndef f(x):\n    # why\n    return x"),
        ("markdown", "More text"),
        ("code", "f(2)"),
    ]


# ------------------------------------------------------------------------- comments and magics

FUNCTION = "def encoder(x):\n    return x"


def code_of(script: str) -> str:
    """The source of the only cell of a percent script."""
    [cell] = parse_script(f"# %%\n{script}\n".encode(), "mine.py")[0]
    return cell.source


@pytest.mark.parametrize(
    "comment",
    [
        *("copy the input, so that it stays as it is", "cat of both", "ls", "rm the mean", "echo"),
        *("cd is the code's dimension", "ren", "help?", "%d images", "%of pixels", "!!! twice"),
        *("! (not)", "??", "%matplotlib", "%time is short", "!careful: "),
    ],
)
def test_a_comment_costs_no_function(comment):
    source = code_of(f"# {comment}\n{FUNCTION}")
    assert CodeReader().read(source).functions.keys() == {"encoder"}
    if comment[:2] not in ("%m", "%t", "!c"):
        assert source == f"# {comment}\n{FUNCTION}"


@pytest.mark.parametrize(
    "source",
    [
        "def f(x):\n    # !important: both\n    return x",
        "f(1,\n  # %time of the second\n  2)",
        "text = '''\n# %time\n# !ls\n'''",
        "x = 1\n# %%time is one of the magics",
        "# !ls \\\nf = g(1,\n      2)",
        "#%time f()\n#!ls",
    ],
)
def test_a_comment_that_is_no_magic_stays(source):
    assert code_of(source) == source


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline\nimport math",
        "!pip install x\n!{sys.executable} -m pip install \\\n  y",
        f"%%time\n{FUNCTION}",
        f"%%writefile helpers.py\n{FUNCTION}",
        "%%bash\nls",
        "files = !ls\nlast = %pwd",
        "if not found:\n    !wget https://example.org/x.npz",
        "with quiet():\n    %run helpers.py",
    ],
)
def test_a_magic_that_a_script_has_as_a_comment_is_one_again(source):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    script = jupytext.writes(notebook, fmt="py:percent")
    [cell] = parse_script(script.encode(), "mine.py")[0]
    assert cell.source == source


# ---------------------------------------------------------------------------- scripts without marks


def kinds_and_sources(script: str) -> list[tuple[str, str]]:
    cells, notes = parse_script(script.encode(), "mine.py")
    assert notes == []
    return [(cell.kind, cell.source) for cell in cells]


def test_strings_that_stand_alone_in_a_script_are_texts():
    script = (
        '# -*- coding: utf-8 -*-\n"""mine.ipynb\n\nAutomatically generated by Colab.\n"""\n\n'
        "!pip install x\n\nimport math\n\n'''# Formulas'''\n\ndef f(x):\n"
        '    """What it does."""\n\n    return x  # don\'t """\n\n"""A question\n\nan "answer""""\n'
        '\nTEXT = """\n\n"""\nPAIR = (\n    """a""",\n)\n"""of both"""\n\nr"""$\\mu$"""\n'
    )
    assert kinds_and_sources(script)[-7:] == [
        ("markdown", "mine.ipynb\n\nAutomatically generated by Colab."),
        ("code", "!pip install x\n\nimport math"),
        ("markdown", "# Formulas"),
        ("code", 'def f(x):\n    """What it does."""\n\n    return x  # don\'t """'),
        ("markdown", 'A question\n\nan "answer"'),
        ("code", 'TEXT = """\n\n"""\nPAIR = (\n    """a""",\n)\n"""of both"""'),
        ("markdown", "$\\mu$"),
    ]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"$\mu \\ \underline{x}$", r"$\mu \\ \underline{x}$"),
        (r"$\\mu \\\\ \\underline{x}$", r"$\mu \\ \underline{x}$"),
        (r"a \"\"\"string\"\"\"", 'a """string"""'),
    ],
)
def test_the_formulas_of_a_text_are_as_they_were(written, text):
    assert kinds_and_sources(f'x = 1\n\n"""{written}"""\n') == [
        ("code", "x = 1"),
        ("markdown", text),
    ]


def functions_in(script: str) -> set[str]:
    """The functions that can be read in the cells of a script."""
    reader = CodeReader()
    return {
        name for _, source in kinds_and_sources(script) for name in reader.read(source).functions
    }


def many_functions(count: int) -> str:
    """So many functions, in 100 characters each."""
    return "\n\n".join(f"def f{number}(x):\n    return x  # {'.' * 70}" for number in range(count))


def test_a_fault_in_a_script_without_marks_costs_only_what_stands_around_it():
    script = f"{many_functions(20)}\n\ndef broken(x:\n    return x\n\n{many_functions(30)}"
    assert functions_in(script) == {f"f{number}" for number in range(30)}
    assert any("def broken" in source for _, source in kinds_and_sources(script))


@pytest.mark.parametrize(
    "script",
    [many_functions(900), "\n".join(["!pip install x"] * 12) + "\n\n" + many_functions(400)],
    ids=["long", "with magics"],
)
def test_a_long_script_without_marks_is_read(script):
    assert len(functions_in(script)) == script.count("def ")


@pytest.mark.parametrize("unit", ['"""\n\n', '"""a"""\n\n', "\n", '\\"', "\"'", "(\n\n", "!ls\n\n"])
def test_no_script_without_marks_takes_long(unit):
    data = unit.encode() * (reading.MEGABYTE // len(unit))
    with at_most(30):
        try:
            parse_script(b"x = 1\n" + data + b"y", "mine.py")
        except Unreadable as reason:
            assert str(reason).startswith("mine.py")
