"""The student has broken the cell with the imports, and goes on without noticing."""

from tests.broken import write


def hand_in(folder, notebook):
    imports = next(one for one in notebook.cells if one.source.startswith("import"))
    imports.source = "import nunpy as np\n" + imports.source
    write(folder, notebook)
