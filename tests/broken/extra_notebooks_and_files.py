"""Beside the notebook lie another of the student's own, a picture and what editors leave."""

import nbformat

from tests.broken import write


def hand_in(folder, notebook):
    write(folder, notebook)
    own = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("raise SystemExit(3)")])
    write(folder, own, "scratch.ipynb")
    (folder / "me.png").write_bytes(bytes(range(256)))
    (folder / ".ipynb_checkpoints").mkdir()
    write(folder, own, ".ipynb_checkpoints/5_elbo-checkpoint.ipynb")
    (folder / "lab").mkdir()
    (folder / "lab/__init__.py").write_text(
        "raise RuntimeError('this is not the lab of the course')"
    )
