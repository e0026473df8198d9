"""Notebook and script are handed in; the notebook, which is newer, has the answers."""

import os

from tests.broken import as_script, write

NOTE = "newer"


def hand_in(folder, notebook):
    write(folder, notebook)
    released = "# %%\nprint('as released')\n"
    (folder / "5_elbo.py").write_text(released + as_script(notebook).replace("return", "raise"))
    os.utime(folder / "5_elbo.py", (1_000_000_000, 1_000_000_000))
