"""Notebook and script are handed in; the script, which is newer, has the answers."""

import os

from tests.broken import NAME, as_script, cell, write

FILE = "5_elbo.py"
NOTE = "newer"


def hand_in(folder, notebook):
    (folder / FILE).write_text(as_script(notebook))
    cell(notebook, "kl").source = "def kl(q, p):\n    raise NotImplementedError"
    write(folder, notebook)
    os.utime(folder / NAME, (1_000_000_000, 1_000_000_000))
