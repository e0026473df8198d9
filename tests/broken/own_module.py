"""The answer imports a module that the student wrote and handed in."""

from tests.broken import cell, write


def hand_in(folder, notebook):
    answer = cell(notebook, "kl")
    (folder / "my_functions.py").write_text("import numpy as np\n\n\n" + answer.source)
    answer.source = "from my_functions import kl"
    write(folder, notebook)
