"""Keeps a magic of IPython's that does not work here from costing what stands after it.

Notebooks come from Colab and from older versions: `%tensorflow_version 2.x` is no magic here,
`%load_ext tensorboard` finds no module. Whoever wrote them meant the lines after them to run.
"""

import ast
from collections.abc import Callable
from typing import Any

from IPython.core.interactiveshell import InteractiveShell


def forgive_magics(shell: InteractiveShell) -> None:
    """Let a cell go on after a line magic that fails, and run one under an unknown cell magic."""
    run_line_magic: Callable[..., Any] = shell.run_line_magic
    run_cell_magic: Callable[..., Any] = shell.run_cell_magic

    def forgiving_line_magic(magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        try:
            # One deeper: magics look into the frame that called them.
            return run_line_magic(magic_name, line, _stack_depth=_stack_depth + 1)
        except Exception:
            shell.showtraceback()
            return None

    def forgiving_cell_magic(magic_name: str, line: str, cell: str) -> Any:
        if shell.find_cell_magic(magic_name) is not None or not _is_python(shell, cell):
            return run_cell_magic(magic_name, line, cell)
        print(f"Cell magic `%%{magic_name}` not found; the rest of the cell is run without it.")
        result = shell.run_cell(cell)
        return result.result

    # Cells call both through the shell, so that it is the shell's that are to be replaced.
    shell.run_line_magic = forgiving_line_magic  # type: ignore[method-assign]
    shell.run_cell_magic = forgiving_cell_magic  # type: ignore[method-assign]


def _is_python(shell: InteractiveShell, cell: str) -> bool:
    try:
        ast.parse(shell.transform_cell(cell))
    except (SyntaxError, ValueError, RecursionError):
        return False
    return True
