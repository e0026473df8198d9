"""A clean notebook comes out, whatever a student did to the cells of the released one."""

import copy
import tracemalloc
from dataclasses import replace
from itertools import groupby

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.intake import functions, student_code
from autograder.intake.reading import SubmittedCell
from autograder.intake.rebuild import Rebuilt, rebuild
from autograder.intake.student_code import CodeReader
from tests.conftest import ROOT

RELEASED = {
    path.stem: nbformat.read(path, as_version=4)
    for path in sorted((ROOT / "release/autoencoders").glob("*.ipynb"))
}
BASIC, ELBO, VAE = (RELEASED[name] for name in ("1_basic_autoencoder", "5_elbo", "6_vae"))
PICTURE = {"photo.png": {"image/png": "iVBORw0KGgo="}}

every_time = settings(derandomize=True, max_examples=60)


def is_solution(cell) -> bool:
    return cell.metadata.get("nbgrader", {}).get("solution", False)


def answer_to(cell) -> str:
    if cell.cell_type == "code":
        return cell.source.replace("raise NotImplementedError", f"return {cell.id!r}, [1, 2]")
    return f"My answer to {cell.id}."


def submitted(notebook) -> list[SubmittedCell]:
    """The cells of a notebook as they come back untouched."""
    return [
        SubmittedCell(
            cell.cell_type,
            cell.source,
            cell.metadata.get("nbgrader", {}).get("grade_id"),
            cell.id,
            cell.get("attachments", {}),
        )
        for cell in notebook.cells
    ]


def filled(notebook) -> list[SubmittedCell]:
    """The cells of a notebook with every answer given."""
    return [
        replace(cell, source=answer_to(released)) if is_solution(released) else cell
        for cell, released in zip(submitted(notebook), notebook.cells, strict=True)
    ]


def at(cells: list[SubmittedCell], grade_id: str) -> int:
    return next(index for index, cell in enumerate(cells) if cell.grade_id == grade_id)


def put(cells: list[SubmittedCell], grade_id: str, *new: SubmittedCell) -> list[SubmittedCell]:
    """The cells with one of them replaced by others, or by none."""
    index = at(cells, grade_id)
    return [*cells[:index], *new, *cells[index + 1 :]]


def code(source: str, grade_id: str | None = None) -> SubmittedCell:
    return SubmittedCell("code", source, grade_id)


def text(source: str, grade_id: str | None = None) -> SubmittedCell:
    return SubmittedCell("markdown", source, grade_id)


def sources(rebuilt: Rebuilt) -> dict[str, str]:
    return {cell.id: cell.source for cell in rebuilt.notebook.cells}


def own_cells(rebuilt: Rebuilt) -> list:
    return [cell for cell in rebuilt.notebook.cells if "autograder" in cell.metadata]


def assert_clean(rebuilt: Rebuilt, released) -> None:
    """The released cells, each once and in order, with released metadata and locked sources."""
    nbformat.validate(rebuilt.notebook)
    kept = [cell for cell in rebuilt.notebook.cells if "autograder" not in cell.metadata]
    assert [cell.id for cell in kept] == [cell.id for cell in released.cells]
    for cell, original in zip(kept, released.cells, strict=True):
        assert cell.metadata == original.metadata
        assert cell.cell_type == original.cell_type
        if original.metadata.get("nbgrader", {}).get("locked") or (
            cell.cell_type == "markdown" and not is_solution(original)
        ):
            assert cell.source == original.source
    for cell in own_cells(rebuilt):
        assert cell.metadata == {"autograder": {"own": True}}
    for cell in rebuilt.notebook.cells:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
        cell.source.encode()
    assert all(note.isprintable() for note in rebuilt.notes)


ENCODER = "def encoder(x, weights, biases):\n    return x + 1"
OLDER = "def encoder(x, weights, biases):\n    return x - 1"
DECODER = "def decoder(y, weights, biases):\n    return y + 2"
STUB = next(cell.source for cell in BASIC.cells if cell.id == "encoder")
GIVEN = filled(BASIC)


# ------------------------------------------------------------------------- whole notebooks


@pytest.mark.parametrize("released", RELEASED.values(), ids=RELEASED)
def test_an_untouched_notebook_comes_back_as_released_and_without_a_note(released):
    rebuilt = rebuild(released, submitted(released))
    assert rebuilt.notebook == released
    assert rebuilt.notes == []
    assert rebuilt.fallbacks == {}


@pytest.mark.parametrize("released", RELEASED.values(), ids=RELEASED)
def test_answers_are_found_without_any_metadata(released):
    """As another tool saves them: no grade ids, no cell ids."""
    bare = [replace(cell, grade_id=None, cell_id=None) for cell in filled(released)]
    rebuilt = rebuild(released, bare)
    assert_clean(rebuilt, released)
    for cell in filter(is_solution, released.cells):
        assert sources(rebuilt)[cell.id] == answer_to(cell)
    assert own_cells(rebuilt) == []


@pytest.mark.parametrize("released", RELEASED.values(), ids=RELEASED)
def test_of_an_empty_notebook_every_answer_is_missing(released):
    rebuilt = rebuild(released, [])
    assert rebuilt.notebook == released
    for cell in filter(is_solution, released.cells):
        assert f"the cell of `{cell.id}` is missing" in rebuilt.notes


def test_the_arguments_stay_as_they_are():
    released, cells = copy.deepcopy(VAE), filled(VAE)
    rebuilt = rebuild(released, cells)
    rebuilt.notebook.cells[0].metadata.mine = True
    assert released == VAE
    assert cells == filled(VAE)


JUNK = [
    text("## My notes"),
    text("  \n"),
    SubmittedCell("raw", "something"),
    code(""),
    code("print(1)"),
    code("%time x = 1\n!ls"),
    code("x = (1,"),
    code("\ud7ff � \x0c"),
    code("lab.check_encoder(encoder)"),
    code("from elsewhere import *", "not_of_this_notebook"),
    SubmittedCell("code", "a = 1", None, "own-1"),
]


@st.composite
def disordered(draw):
    """A filled notebook with cells in another order, doubled, left out, and others in between."""
    released = RELEASED[draw(st.sampled_from(sorted(RELEASED)))]
    cells = filled(released)
    order = draw(st.permutations(range(len(cells))))
    order += draw(st.lists(st.sampled_from(range(len(cells))), max_size=6))
    left_out = draw(st.sets(st.sampled_from(range(len(cells))), max_size=8))
    mixed = [cells[index] for index in order if index not in left_out]
    for junk in draw(st.lists(st.sampled_from(JUNK), max_size=5)):
        mixed.insert(draw(st.integers(0, len(mixed))), junk)
    return released, mixed, {released.cells[index].id for index in left_out}


@every_time
@given(disordered())
def test_cells_in_any_order_number_and_company_give_a_clean_notebook(drawn):
    released, cells, left_out = drawn
    rebuilt = rebuild(released, cells)
    assert_clean(rebuilt, released)
    for cell in filter(is_solution, released.cells):
        # An answer that was deleted is not brought back, and the others are all there.
        expected = cell.source if cell.id in left_out else answer_to(cell)
        found = sources(rebuilt)[cell.id]
        assert found == expected or (cell.cell_type == "markdown" and cell.id in left_out)
    again = rebuild(released, submitted(rebuilt.notebook))
    assert again.notebook == rebuilt.notebook
    assert again.fallbacks == rebuilt.fallbacks


def pieces(released) -> st.SearchStrategy[str]:
    whole = [cell.source for cell in released.cells] + [cell.source for cell in filled(released)]
    halves = [half for source in whole for half in (source[: len(source) // 2], source[-40:])]
    names = [cell.id for cell in released.cells if is_solution(cell)]
    made = [f"{name} = tf.function(other)" for name in names]
    made += [f"from helpers import {name}" for name in names]
    made += [f"%%time\ndef {name}(*a):\n    return 1" for name in names]
    made += [f"if True:\n    def {name}(*a): return 2" for name in names]
    made += ["\n\n".join(whole[-20:]), "# comment", "(" * 500, "x = 1\n" * 100, "a\x00b"]
    return st.one_of(st.sampled_from([*whole, *halves, *made]), st.text(max_size=30))


@st.composite
def anything(draw):
    released = RELEASED[draw(st.sampled_from(sorted(RELEASED)))]
    ids = st.none() | st.sampled_from([cell.id for cell in released.cells])
    kinds = st.sampled_from(["code", "markdown", "raw"])
    cells = st.builds(SubmittedCell, kinds, pieces(released), ids, ids)
    return released, draw(st.lists(cells, max_size=25))


@every_time
@given(anything())
def test_no_list_of_cells_breaks_the_rebuilding(drawn):
    released, cells = drawn
    rebuilt = rebuild(released, cells)
    assert_clean(rebuilt, released)
    assert rebuild(released, cells) == rebuilt
    for name, source in rebuilt.fallbacks.items():
        assert next(cell.source for cell in released.cells if cell.id == name) == source


# ------------------------------------------------------------------------- one cell at a time


def test_the_last_valid_copy_of_a_cell_wins_and_older_ones_run_before_it():
    broken = code("def encoder(x, weights, biases:", "encoder")
    cells = put(
        GIVEN,
        "encoder",
        code(OLDER, "encoder"),
        code(ENCODER, "encoder"),
        broken,
        code(STUB, "encoder"),
    )
    rebuilt = rebuild(BASIC, cells)
    assert sources(rebuilt)["encoder"] == ENCODER
    assert [cell.source for cell in own_cells(rebuilt)] == [OLDER]
    ids = [cell.id for cell in rebuilt.notebook.cells]
    assert ids.index("own-1") == ids.index("encoder") - 1
    assert any("`encoder` was handed in 4 times" in note for note in rebuilt.notes)


@pytest.mark.parametrize("stub", ["kept", "deleted"])
@pytest.mark.parametrize("place", ["beside the stub", "beside the copied cell"])
def test_a_function_in_a_copy_of_another_functions_cell_is_found(stub, place):
    """Whoever copies a cell to write something else into it copies its grade id, too."""
    cells = GIVEN
    answer = cells[at(cells, "decoder")].source
    cells = put(cells, "decoder", *([submitted(BASIC)[at(cells, "decoder")]] * (stub == "kept")))
    index = (
        at(cells, "encoder") + 1 if place == "beside the copied cell" else at(cells, "test_decoder")
    )
    rebuilt = rebuild(BASIC, [*cells[:index], code(answer, "encoder"), *cells[index:]])
    assert sources(rebuilt)["decoder"] == answer
    assert sources(rebuilt)["encoder"] == GIVEN[at(GIVEN, "encoder")].source
    assert rebuilt.notes == ["`decoder` was found in a cell of its own and is taken from there"]
    assert_clean(rebuilt, BASIC)


def test_a_helper_in_a_copy_of_a_later_functions_cell_stays_where_it_is():
    helper = code("def layer(x, w, b):\n    return tf.sigmoid(x @ w + b)", "decoder")
    index = at(GIVEN, "encoder")
    rebuilt = rebuild(BASIC, [*GIVEN[:index], helper, *GIVEN[index:]])
    (own,) = own_cells(rebuilt)
    ids = [cell.id for cell in rebuilt.notebook.cells]
    assert (own.source, ids.index(own.id)) == (helper.source, ids.index("encoder") - 1)
    assert sources(rebuilt)["decoder"] == GIVEN[at(GIVEN, "decoder")].source
    assert rebuilt.notes == []


def test_equal_copies_are_one():
    rebuilt = rebuild(BASIC, [*GIVEN, GIVEN[at(GIVEN, "encoder")]])
    assert own_cells(rebuilt) == []
    assert rebuilt.notes == []


def test_a_broken_answer_stays_so_that_its_student_sees_the_error():
    broken = "def encoder(x:\n    return x"
    rebuilt = rebuild(BASIC, put(GIVEN, "encoder", code(broken, "encoder")))
    assert sources(rebuilt)["encoder"] == broken


@pytest.mark.parametrize("second", ["encoder", None], ids=["same grade id", "no grade id"])
def test_the_halves_of_a_split_cell_are_joined(second):
    halves = ("def encoder(x, weights, biases):", "    y = x\n    return y")
    cells = put(GIVEN, "encoder", code(halves[0], "encoder"), code(halves[1], second))
    rebuilt = rebuild(BASIC, cells)
    assert sources(rebuilt)["encoder"] == "\n".join(halves)
    assert own_cells(rebuilt) == []
    assert any("was split" in note for note in rebuilt.notes)


def test_an_own_cell_after_a_broken_one_is_not_joined_if_it_does_not_mend_it():
    cells = put(GIVEN, "encoder", code("def encoder(x, weights", "encoder"), code("print(1)"))
    rebuilt = rebuild(BASIC, cells)
    assert sources(rebuilt)["encoder"] == "def encoder(x, weights"
    assert [cell.source for cell in own_cells(rebuilt)] == ["print(1)"]


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_a_function_in_a_text_cell_is_read_as_code(kind):
    rebuilt = rebuild(BASIC, put(GIVEN, "encoder", SubmittedCell(kind, ENCODER, "encoder")))
    assert sources(rebuilt)["encoder"] == ENCODER
    assert f"the cell of `encoder` was handed in as {kind} and is read as code" in rebuilt.notes
    assert_clean(rebuilt, BASIC)


@pytest.mark.parametrize("left", [[], [code(STUB, "encoder")], [code(" ", "encoder")]])
def test_a_function_in_an_own_cell_is_the_answer_where_the_cell_holds_none(left):
    cells = [*put(GIVEN, "encoder", *left), code(OLDER), code(ENCODER), code("z = encoder(1)")]
    rebuilt = rebuild(BASIC, cells)
    assert sources(rebuilt)["encoder"] == ENCODER
    # The older one runs before, and what follows the new one stays at the end.
    order = [cell.source for cell in rebuilt.notebook.cells]
    assert order.index(OLDER) == order.index(ENCODER) - 1
    assert len(own_cells(rebuilt)) == 2
    assert rebuilt.notebook.cells[-1].source == "z = encoder(1)"
    assert any("`encoder` was found in a cell of its own" in note for note in rebuilt.notes)


@pytest.mark.parametrize(
    "source",
    [
        f"%matplotlib inline\n{ENCODER}\n!ls",
        f"%%time\n{ENCODER}",
        f"%%prun -l 5\n{ENCODER}",
        f"\n%%skip this\n{ENCODER}",
        f"%%skip\n%matplotlib inline\n{ENCODER}",
        "\n  " + ENCODER.replace("\n", "\n  "),
        ">>> " + ENCODER.replace("\n", "\n... "),
        "In [3]: " + ENCODER.replace("\n", "\n   ...: "),
        f"import tensorflow as tf\n\n@tf.function\n{ENCODER}",
        "encoder = lambda x, weights, biases: x",
        "encoder = tf.function(_encoder)",
        "from helpers import encoder",
        f"try:\n    1 / 0\nexcept ZeroDivisionError:\n    {ENCODER.replace(chr(10), ' ')}",
    ],
)
def test_what_counts_as_a_definition(source):
    assert sources(rebuild(BASIC, [*put(GIVEN, "encoder"), code(source)]))["encoder"] == source


@pytest.mark.parametrize(
    "source",
    [
        "encoder = 5",
        "encoder = encoder(1)",
        "z = encoder(1)",
        f"def other():\n    {ENCODER.replace(chr(10), ' ')}",
        f"%%writefile helpers.py\n{ENCODER}",
        *(f"%%{name}\n{ENCODER}" for name in ("timeit", "bash", "python", "html", "file mine.py")),
        f"x = 1\n>>> {ENCODER}",
        f"text = '''\n{ENCODER}\n'''",
        STUB.replace("Encode a batch", "Encodes a lot"),
        "def encoder(x, weights, biases):\n    raise NotImplementedError  # to do",
    ],
)
def test_what_counts_as_none(source):
    rebuilt = rebuild(BASIC, [*put(GIVEN, "encoder"), code(source)])
    assert sources(rebuilt)["encoder"] == STUB
    assert "the cell of `encoder` is missing" in rebuilt.notes


def test_an_own_cell_stays_where_it_is_if_the_cell_of_the_function_is_answered():
    rebuilt = rebuild(BASIC, [*GIVEN, code(OLDER)])
    assert sources(rebuilt)["encoder"] != OLDER
    assert rebuilt.notebook.cells[-1].source == OLDER


@pytest.mark.parametrize("left", [[], [code(STUB.replace("encoder", "decoder"), "decoder")]])
def test_a_function_merged_into_an_earlier_cell_is_not_overwritten_by_the_stub(left):
    both = f"{ENCODER}\n\n\n{DECODER}"
    cells = put(put(GIVEN, "encoder", code(both, "encoder")), "decoder", *left)
    rebuilt = rebuild(BASIC, cells)
    assert sources(rebuilt)["encoder"] == both
    assert sources(rebuilt)["decoder"] == "# `decoder` is defined in another cell."
    again = rebuild(BASIC, submitted(rebuilt.notebook))
    assert again.notebook == rebuilt.notebook


def test_a_function_merged_into_a_later_cell_is_there_before_its_test():
    later = f"import math\nprint('trains')\n{ENCODER}\n\n\n{DECODER}"
    cells = put(put(GIVEN, "encoder"), "decoder", code(later, "decoder"))
    rebuilt = rebuild(BASIC, cells)
    assert sources(rebuilt)["encoder"] == f"import math\n\n{ENCODER}\n\n{DECODER}"
    assert sources(rebuilt)["decoder"] == later


def test_one_own_cell_with_two_functions_answers_both():
    cells = put(put(GIVEN, "encoder"), "decoder")
    rebuilt = rebuild(BASIC, [code(f"{DECODER}\n{ENCODER}"), *cells])
    assert sources(rebuilt)["encoder"] == f"{DECODER}\n{ENCODER}"
    assert sources(rebuilt)["decoder"].startswith("#")
    assert own_cells(rebuilt) == []


def test_locked_cells_are_the_released_ones():
    cells = put(GIVEN, "test_encoder", code("assert True", "test_encoder"))
    rebuilt = rebuild(BASIC, cells)
    assert rebuilt.notes == ["the locked cell test_encoder was edited; the released one is used"]
    assert own_cells(rebuilt) == []
    assert_clean(rebuilt, BASIC)


@pytest.mark.parametrize("grade_id", ["encoder", None])
@pytest.mark.parametrize("after", ["", "\n\nThat is it, see *above*."])
def test_a_function_merged_into_a_text_cell_is_found(grade_id, after):
    merged = text(f"## Exercise\n\nfrom the notes: see below.\n\n{ENCODER}{after}", grade_id)
    rebuilt = rebuild(BASIC, put(GIVEN, "encoder", merged))
    assert sources(rebuilt)["encoder"] == ENCODER
    assert "`encoder` was found in a text cell and is taken from it" in rebuilt.notes
    question = at(GIVEN, "encoder") - 1
    asked = replace(GIVEN[question], source=f"{GIVEN[question].source}\n\n{ENCODER}")
    cells = [*GIVEN[:question], asked, *GIVEN[question + 2 :]]
    assert sources(rebuild(BASIC, cells))["encoder"] == ENCODER


def test_a_function_that_a_text_quotes_replaces_no_cell_that_answers():
    quoting = text(
        "A friend wrote this, and I think it wrong:\n\ndef encoder(x, w, b):\n    return 7"
    )
    broken = code("def encoder(x, weights, biases):\n    return (2", "encoder")
    rebuilt = rebuild(BASIC, put(GIVEN, "encoder", quoting, broken))
    assert sources(rebuilt)["encoder"] == broken.source


def test_a_copy_of_a_test_is_dropped():
    test = GIVEN[at(GIVEN, "test_encoder")]
    for copied in (test, code(f"\n{test.source}  \n"), code(test.source, "elsewhere")):
        rebuilt = rebuild(BASIC, [*GIVEN, copied])
        assert own_cells(rebuilt) == []
        assert rebuilt.notes == ["the test cell was there more than once: test_encoder"]


def test_a_changed_plain_cell_runs_and_the_released_one_is_its_fallback():
    index, original = next((i, c) for i, c in enumerate(BASIC.cells) if c.cell_type == "code")
    changed = replace(GIVEN[index], source=f"{original.source}\nimport math")
    rebuilt = rebuild(BASIC, [*GIVEN[:index], changed, *GIVEN[index + 1 :]])
    assert sources(rebuilt)[original.id] == changed.source
    assert rebuilt.fallbacks == {original.id: original.source}
    assert rebuilt.notes == []


def test_a_changed_plain_cell_is_known_without_its_id():
    """In a script, cells have none; the training would run twice."""
    bare = [replace(cell, cell_id=None) for cell in GIVEN]
    index = next(i for i, cell in enumerate(bare) if "lab.fit(" in cell.source)
    changed = replace(bare[index], source=bare[index].source.replace("epochs=20", "epochs=3"))
    other = code("print('something else')")
    rebuilt = rebuild(BASIC, [*bare[:index], other, changed, *bare[index + 1 :]])
    assert rebuilt.fallbacks == {BASIC.cells[index].id: BASIC.cells[index].source}
    assert [cell.source for cell in own_cells(rebuilt)] == [other.source]
    assert rebuilt.notes == []


@pytest.mark.parametrize("source", [None, "", "# import lab"])
def test_a_deleted_plain_cell_is_restored(source):
    index, original = next((i, c) for i, c in enumerate(BASIC.cells) if c.cell_type == "code")
    left = [] if source is None else [replace(GIVEN[index], source=source)]
    rebuilt = rebuild(BASIC, [*GIVEN[:index], *left, *GIVEN[index + 1 :]])
    assert sources(rebuilt)[original.id] == original.source
    assert rebuilt.fallbacks == {}
    assert len(rebuilt.notes) == 1
    first_line = original.source.split("\n")[0]
    assert f"1 released code cell was missing and restored: `{first_line}`" in rebuilt.notes[0]


def test_own_cells_stay_behind_the_cell_that_they_followed():
    index = at(GIVEN, "test_encoder") + 1
    mine = [text("note"), code("encoder(1)"), SubmittedCell("raw", "raw")]
    rebuilt = rebuild(BASIC, [code("first = 1"), *GIVEN[:index], *mine, *GIVEN[index:]])
    ids = [cell.id for cell in rebuilt.notebook.cells]
    start = ids.index("test_encoder")
    assert ids[0] == "own-1"
    assert ids[start : start + 4] == ["test_encoder", "own-2", "own-3", "own-4"]
    kinds = [cell.cell_type for cell in own_cells(rebuilt)]
    assert kinds == ["code", "markdown", "code", "raw"]


def test_notes_in_an_explanation_are_kept_behind_it():
    cells = [replace(GIVEN[0], source=f"{GIVEN[0].source}\n\nDo not forget!"), *GIVEN[1:]]
    rebuilt = rebuild(BASIC, cells)
    assert rebuilt.notebook.cells[0].source == BASIC.cells[0].source
    assert rebuilt.notebook.cells[1].source == "Do not forget!"
    assert rebuilt.notes == []


# ----------------------------------------------------------------------------------- essays


def test_versions_of_an_essay_are_joined_for_the_reader():
    cells = filled(VAE)
    answered = put(
        cells, "vae_vs_ae", text("One.", "vae_vs_ae"), text("Two.", "vae_vs_ae"), cells[0]
    )
    assert sources(rebuild(VAE, answered))["vae_vs_ae"] == "One.\n\n---\n\nTwo."
    doubled = put(cells, "vae_vs_ae", text("One.", "vae_vs_ae"), text("One. ", "vae_vs_ae"))
    assert sources(rebuild(VAE, doubled))["vae_vs_ae"].strip() == "One."


def test_an_essay_in_a_copy_of_another_essays_cell_is_found():
    cells = put(filled(VAE), "reparameterization", text("Noise goes in.", "vae_vs_ae"))
    found = sources(rebuild(VAE, cells))
    assert found["vae_vs_ae"] == "My answer to vae_vs_ae."
    assert found["reparameterization"] == "Noise goes in."


def test_a_function_in_a_copy_of_an_essays_cell_is_found():
    cells = filled(ELBO)
    answer = cells[at(cells, "kl")].source
    found = sources(rebuild(ELBO, put(cells, "kl", code(answer, "elbo_derivation"))))
    assert found["kl"] == answer
    assert found["elbo_derivation"] == "My answer to elbo_derivation."


def test_an_essay_in_a_code_cell_is_read_as_text():
    rebuilt = rebuild(VAE, put(filled(VAE), "vae_vs_ae", code("A VAE is …", "vae_vs_ae")))
    assert sources(rebuilt)["vae_vs_ae"] == "A VAE is …"
    assert_clean(rebuilt, VAE)


@pytest.mark.parametrize("where", ["before", "after", "instead"])
def test_an_essay_beside_its_cell_is_found(where):
    stub = text("*Write your answer here.*", "vae_vs_ae")
    parts = [text("In two"), text("cells.")]
    cells = {"before": [*parts, stub], "after": [stub, *parts], "instead": parts}[where]
    rebuilt = rebuild(VAE, put(filled(VAE), "vae_vs_ae", *cells))
    assert sources(rebuilt)["vae_vs_ae"] == "In two\n\ncells."
    assert rebuilt.notes == ["the answer to `vae_vs_ae` was found beside its cell"]
    assert own_cells(rebuilt) == []


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_an_essay_behind_a_picture_of_the_students_is_found(kind):
    stub = text("*Write your answer here.*", "vae_vs_ae")
    cells = [stub, code("plt.plot([1, 2])"), SubmittedCell(kind, "As one sees.")]
    rebuilt = rebuild(VAE, put(filled(VAE), "vae_vs_ae", *cells))
    assert sources(rebuilt)["vae_vs_ae"] == "As one sees."
    assert [cell.source for cell in own_cells(rebuilt)] == ["plt.plot([1, 2])"]


def test_an_essay_inside_its_question_is_found():
    stub = text("*Write your answer here.*", "vae_vs_ae")
    cells = put(filled(VAE), "vae_vs_ae", stub)
    question = cells[at(cells, "vae_vs_ae_question")]
    asked = replace(question, source=f"{question.source}\n\nIt is noisy.")
    rebuilt = rebuild(VAE, put(cells, "vae_vs_ae_question", asked))
    assert sources(rebuilt)["vae_vs_ae"] == "It is noisy."
    assert_clean(rebuilt, VAE)


def test_an_unanswered_essay_is_as_released_and_text_elsewhere_is_no_answer():
    stub = text("*Write your answer here.*", "vae_vs_ae")
    rebuilt = rebuild(VAE, [text("My summary"), *put(filled(VAE), "vae_vs_ae", stub)])
    assert sources(rebuilt)["vae_vs_ae"] == "*Write your answer here.*"
    assert rebuilt.notebook.cells[0].source == "My summary"


def test_a_photographed_answer_keeps_its_picture():
    answer = SubmittedCell("markdown", "![](attachment:photo.png)", "vae_vs_ae", None, PICTURE)
    rebuilt = rebuild(VAE, put(filled(VAE), "vae_vs_ae", answer))
    cell = next(cell for cell in rebuilt.notebook.cells if cell.id == "vae_vs_ae")
    assert cell.attachments == PICTURE
    nbformat.validate(rebuilt.notebook)


def test_pictures_of_one_name_in_two_cells_of_an_essay_are_both_kept():
    other = {"photo.png": {"image/png": "AAAA"}}
    first = SubmittedCell("markdown", "![](attachment:photo.png)", None, None, PICTURE)
    second = SubmittedCell("markdown", "![](attachment:photo.png) 2", None, None, other)
    stub = text("*Write your answer here.*", "vae_vs_ae")
    rebuilt = rebuild(VAE, put(filled(VAE), "vae_vs_ae", stub, first, second, first))
    cell = next(cell for cell in rebuilt.notebook.cells if cell.id == "vae_vs_ae")
    assert cell.source == (
        "![](attachment:photo.png)\n\n![](attachment:picture-1) 2\n\n![](attachment:photo.png)"
    )
    assert cell.attachments == PICTURE | {"picture-1": other["photo.png"]}


# ----------------------------------------------------------------------------- hostile code


@pytest.mark.parametrize(
    "source",
    [
        "(" * 50_000,
        "-" * 50_000 + "1",
        "a" + ".b" * 50_000,
        "1" + "+1" * 50_000,
        "if a: pass\n" + "elif a: pass\n" * 10_000,
        "x = 1\n" * 40_000,
        "!ls\n" * 40_000,
        "%time x\n" * 2_000,
        "\n" * 190_000 + "(",
        "a\x00b",
        '"""',
        "\\",
        "def encoder(): return '\\d'",
    ],
    ids=range(13),
)
def test_no_source_takes_long_or_breaks_the_reading(source):
    CodeReader().read(source)
    assert_clean(rebuild(BASIC, [code(source, "encoder"), code(f"{source}\nencoder")]), BASIC)


@pytest.fixture
def broken_cells(monkeypatch) -> list[SubmittedCell]:
    """Many cells that name a function and do not parse, which are more than may be parsed."""
    monkeypatch.setattr(student_code, "MAX_PARSED_IN_ALL", 50_000)
    return [code(f"kl {number} " + "x" * 8_000) for number in range(300)]


def test_code_that_is_not_looked_into_is_not_kept(broken_cells):
    """It was, with all ways to join the cells: ten times what a student handed in."""
    cells, reader = [*submitted(ELBO), *broken_cells], CodeReader()
    tracemalloc.start()
    rebuild(ELBO, cells, reader)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert reader.is_exhausted
    assert kept < 2 * sum(len(cell.source) for cell in cells)


def test_cells_that_are_not_looked_into_are_not_joined(broken_cells, monkeypatch):
    joins = []

    def joined(parts):
        joins.extend(parts[1:])
        return "\n".join(part.source for part in parts)

    monkeypatch.setattr(functions, "joined", joined)
    rebuild(ELBO, [*submitted(ELBO), *broken_cells])
    assert len(joins) < 20


# -------------------------------------------------------------------------------- joined cells


def joined_as_by_colab(released) -> list[SubmittedCell]:
    """The filled cells of a notebook, where those of one kind that follow each other are one."""
    groups = groupby(filled(released), key=lambda cell: cell.kind)
    return [SubmittedCell(kind, "\n\n".join(c.source for c in cells)) for kind, cells in groups]


@pytest.mark.parametrize("released", RELEASED.values(), ids=RELEASED)
def test_joined_cells_are_taken_apart(released):
    rebuilt = rebuild(released, joined_as_by_colab(released))
    assert_clean(rebuilt, released)
    for cell in filter(is_solution, released.cells):
        assert sources(rebuilt)[cell.id] == answer_to(cell)
    assert own_cells(rebuilt) == []
    assert not any("missing" in note for note in rebuilt.notes)


def test_what_is_no_released_cell_stays_in_one_piece():
    mine = [
        code(f"a = 1\n\n\ntext = '''\n\n{GIVEN[at(GIVEN, 'test_encoder')].source}\n\n'''"),
        code(f"b = 2\n\n{ENCODER}\n\nc = 3", "encoder"),
        text("My own\n\nnotes."),
    ]
    rebuilt = rebuild(BASIC, [*mine, *GIVEN[at(GIVEN, "encoder") + 1 :]])
    assert sources(rebuilt)["encoder"] == mine[1].source
    assert [cell.source for cell in own_cells(rebuilt)] == [mine[0].source, mine[2].source]
