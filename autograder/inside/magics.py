"""Keeps a magic of IPython's that does not work here from costing what stands after it.

Notebooks come from Colab and from older versions: `%tensorflow_version 2.x` is no magic here,
`%load_ext tensorboard` finds no module. Whoever wrote them meant the lines after them to run.
"""

import ast
from typing import Any

from IPython.core.interactiveshell import InteractiveShell


def forgive_magics(shell: InteractiveShell) -> None:
    """Let a cell go on after a line magic that fails, and run one under an unknown cell magic."""
    run_line_magic, run_cell_magic = shell.run_line_magic, shell.run_cell_magic

    def forgiving_line_magic(name: str, line: str, _stack_depth: int = 1) -> Any:
        try:
            # One deeper: magics look into the frame that called them.
            return run_line_magic(name, line, _stack_depth=_stack_depth + 1)
        except Exception:
            shell.showtraceback()
            return None

    def forgiving_cell_magic(name: str, line: str, cell: str) -> Any:
        if shell.find_cell_magic(name) is not None or not _is_python(shell, cell):
            return run_cell_magic(name, line, cell)
        print(f"Cell magic `%%{name}` not found; the rest of the cell is run without it.")
        result = shell.run_cell(cell)
        return result.result

    shell.run_line_magic, shell.run_cell_magic = forgiving_line_magic, forgiving_cell_magic


def _is_python(shell: InteractiveShell, cell: str) -> bool:
    try:
        ast.parse(shell.transform_cell(cell))
    except (SyntaxError, ValueError, RecursionError):
        return False
    return True
