"""Own cells of long f-strings, for which a parser needs a time that grows with the square."""

import nbformat

from tests.broken import write


def hand_in(folder, notebook):
    for number in range(45):
        source = f'f"{"{1}" * 16_000}{number}"'
        notebook.cells.append(nbformat.v4.new_code_cell(source))
    write(folder, notebook)
