"""The student's own cells: imports, a helper, a failing experiment, magics, shell, input()."""

import nbformat

from tests.broken import cell, write

OWN = (
    "import math\ndef log_or_zero(x):\n    return math.log(x) if x > 0 else 0.0",
    "%pip install tensorflow-probability",
    "!ls -la",
    "name = input('Your name? ')",
    "1 / 0",
    "this is a note to myself, not Python",
    "%matplotlib inline\n%time sum(range(10))",
)


def hand_in(folder, notebook):
    place = notebook.cells.index(cell(notebook, "kl"))
    notebook.cells[place:place] = [nbformat.v4.new_code_cell(source) for source in OWN]
    cell(notebook, "kl").source = (
        "def kl(q, p):\n"
        "    pairs = [(a, b) for a, b in zip(q, p) if a > 0]\n"
        "    if any(b == 0 for _, b in pairs):\n"
        "        return math.inf\n"
        "    return sum(a * (log_or_zero(a) - log_or_zero(b)) for a, b in pairs)"
    )
    write(folder, notebook)
