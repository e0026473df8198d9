"""Fuzzes what reads a submission with Atheris; run by hand, for instance for an hour, here:

    pip install atheris
    nice -n 19 python fuzz_reader.py -max_total_time=3600 -timeout=30 corpus/ seeds/

What it finds worth keeping goes to `corpus/`, the seeds are in `seeds/`.
"""

import json
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["autograder", "json", "zipfile"]):
    import nbformat

    from autograder.intake import archives
    from autograder.intake.files import shown
    from autograder.intake.python_versions import MAGIC
    from autograder.intake.reading import Unreadable, parse_notebook
    from autograder.intake.rebuild import rebuild
    from autograder.intake.scripts import as_percent
    from autograder.intake.student_code import CodeReader
    from autograder.intake.versions import version_of

ROOT = Path(__file__).resolve().parents[3]
RELEASED = nbformat.read(ROOT / "release/autoencoders/5_elbo.ipynb", as_version=4)


def read_bytes(data: bytes) -> None:
    """Any file as a notebook."""
    try:
        cells, notes = parse_notebook(data, "mine.ipynb")
    except Unreadable as reason:
        assert str(reason).encode()
        return
    rebuilt = rebuild(RELEASED, cells)
    nbformat.validate(rebuilt.notebook)
    nbformat.writes(rebuilt.notebook).encode()
    "\n".join([*notes, *rebuilt.notes]).encode()


def read_cells(data: bytes) -> None:
    """Any sources in cells of a notebook, some of which have the grade ids of the release."""
    names = [cell.id for cell in RELEASED.cells]
    draw = atheris.FuzzedDataProvider(data)
    cells = []
    while draw.remaining_bytes() and len(cells) < 50:
        name = names[draw.ConsumeIntInRange(0, len(names) - 1)]
        cell = {
            "cell_type": draw.PickValueInList(["code", "markdown", "raw", "heading", None]),
            "source": draw.ConsumeUnicode(draw.ConsumeIntInRange(0, 300)),
            "metadata": draw.PickValueInList([{}, {"nbgrader": {"grade_id": name}}, None]),
            "id": draw.PickValueInList([name, "own", 3]),
        }
        cells.append(cell)
    read_bytes(json.dumps({"cells": cells}).encode())


def read_text(data: bytes) -> None:
    """Any text as code, as a script and as a file's name."""
    text = data.decode("utf-8", "surrogateescape").replace("\0", "")
    CodeReader().read(text.encode("utf-8", "replace").decode())
    as_percent(text)
    MAGIC.sub("pass", text)
    shown(text)
    for named in (None, "5_elbo"):
        version_of(text, named)


def read_archive(data: bytes) -> None:
    """Any bytes as a zip file, without writing what it holds."""
    import io
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        archives.unpack_here(io.BytesIO(data), str(Path(folder) / "target"))
        assert [path.name for path in Path(folder).iterdir()] in ([], ["target"])


TARGETS = (read_bytes, read_cells, read_text, read_archive)


def fuzz(data: bytes) -> None:
    """The first byte chooses what is read."""
    if data:
        TARGETS[data[0] % len(TARGETS)](data[1:])


if __name__ == "__main__":
    atheris.Setup(sys.argv, fuzz)
    atheris.Fuzz()
