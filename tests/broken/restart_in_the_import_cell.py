"""The import cell ends its own process, as notebooks on Colab do after an installation."""

from tests.broken import write

STATUS = "crashed"
NOTE = "ended its own process"


def hand_in(folder, notebook):
    imports = next(one for one in notebook.cells if one.source.startswith("import"))
    imports.source += "\nimport os\nos.kill(os.getpid(), 9)"
    write(folder, notebook)
