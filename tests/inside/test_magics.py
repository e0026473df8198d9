"""A magic that does not work in the judge's kernel costs nothing but itself."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograder.inside.magics import forgive_magics
from autograder.intake.magics import known_magics


@pytest.fixture(scope="module")
def shell() -> InteractiveShell:
    shell = InteractiveShell()
    forgive_magics(shell)
    return shell


@pytest.mark.parametrize(
    "line",
    [
        "%tensorflow_version 2.x",
        "%load_ext tensorboard_of_another_version",
        "!no-such-command --install tensorflow",
        "%unknown",
        "%cd /no/such/folder",
        "%run no_such_script.py",
        "%autoreload 2",
        "%matplotlib no_such_backend",
        "get_ipython().run_line_magic('tensorflow_version', '2.x')",
        "y = %unknown 3",
    ],
)
def test_the_lines_after_a_line_magic_that_fails_are_run(shell, line):
    shell.run_cell(f"x = 1\n{line}\nx = 2")
    assert shell.user_ns["x"] == 2


@pytest.mark.parametrize("first", ["%%unknown", "%%shell_of_colab -q", "%%memit\n%unknown"])
def test_python_under_an_unknown_cell_magic_is_run(shell, first):
    shell.run_cell("z = 1")
    shell.run_cell(f"{first}\nz = 2")
    assert shell.user_ns["z"] == 2


def test_what_is_no_python_under_an_unknown_cell_magic_is_not_run(shell, capsys):
    shell.run_cell("%%R\nx <- c(1, 2)\nplot(x) +")
    assert "`%%R` not found" in capsys.readouterr().err


def test_magics_that_work_still_do(shell):
    shell.run_cell("%time a = 3\n%env LAB=1\n%%time")
    shell.run_cell("%%capture\nb = a")
    shell.run_cell(
        "def inner():\n    local = 5\n    %timeit -n1 -r1 local\n    return local\nc = inner()"
    )
    assert (shell.user_ns["a"], shell.user_ns["b"], shell.user_ns["c"]) == (3, 3, 5)


def test_whoever_reads_a_cell_knows_all_cell_magics_of_the_kernel(shell):
    assert set(shell.magics_manager.magics["cell"]) <= known_magics("cell")
