"""Further notebooks hold the cells of the exercise and hundreds that are no Python."""

import copy

import nbformat

from tests.broken import write


def hand_in(folder, notebook):
    write(folder, notebook)
    names = " ".join(one.id for one in notebook.cells)
    for number in range(3):
        other = copy.deepcopy(notebook)
        other.cells += [
            nbformat.v4.new_code_cell(f"x{i} = {number}\n# {names}\n(" + "a, " * 400)
            for i in range(400)
        ]
        write(folder, other, f"other{number}.ipynb")
