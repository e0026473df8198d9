"""Notebooks as scripts, which plain Python runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import needs_tensorflow

pytestmark = needs_tensorflow

FIRST = """\
# %%
import lab
import numpy as np

# %%
def log_evidence(prior, likelihood):
    {}

# %%
lab.check_log_evidence(log_evidence)
"""
REST = """
# %% [markdown]
# A demonstration.

# %%
print("before")
print(log_evidence(np.ones(1), np.ones(1)))
print("after")

# %%
def importance_bound(log_w):
    largest = log_w.max(axis=1, keepdims=True)
    return np.mean(largest[:, 0] + np.log(np.mean(np.exp(log_w - largest), axis=1)))

# %%
lab.check_importance_bound(importance_bound)
print("the end")
"""
UNDONE = FIRST.format("raise NotImplementedError") + REST
WRONG = FIRST.format("return np.sum(prior * likelihood)") + REST


@pytest.fixture
def run(tmp_path, lab_folder):
    """Run a script by plain Python; its standard output, standard error and status."""

    def run(source: str) -> tuple[str, str, int]:
        path = tmp_path / "5_elbo.py"
        path.write_text(source)
        done = subprocess.run(
            [sys.executable, str(path)],
            env={**os.environ, "PYTHONPATH": str(lab_folder)},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout, done.stderr, done.returncode

    return run


def test_a_failed_check_is_its_message_alone_and_the_next_exercise_is_checked(run):
    out, err, status = run(WRONG)
    lines = out.splitlines()
    assert lines[0].startswith("✗ log_evidence: for prior = [0.5, 0.5]")
    assert lines[1:4] == ["before", "1.0", "after"]
    assert lines[4].startswith("✓ importance_bound")
    assert lines[5] == "the end"
    assert (err, status) == ("", 1)


def test_what_rests_on_a_function_that_is_not_done_is_left_out(run):
    out, err, status = run(UNDONE)
    lines = out.splitlines()
    assert lines[0].startswith("✗ log_evidence: nothing is filled in yet")
    assert lines[1] == "before"
    number = UNDONE.splitlines().index("print(log_evidence(np.ones(1), np.ones(1)))") + 1
    assert lines[2].startswith(f"Line {number} ")
    assert "`log_evidence` is not done" in lines[2]
    assert lines[3].startswith("✓ importance_bound")
    assert (err, status) == ("", 1)


def test_what_rests_on_a_cell_that_was_left_out_is_said_in_one_line(run):
    made = "evidence = log_evidence(np.ones(1), np.ones(1))\n\n# %%\nprint(evidence)"
    out, _, _ = run(UNDONE.replace("print(log_evidence(np.ones(1), np.ones(1)))", made))
    assert "`evidence` is made in a cell that was left out" in out
    assert "NameError" not in out
    assert "✓ importance_bound" in out


def test_an_error_after_a_failed_check_is_shown_with_the_scripts_own_lines(run):
    out, _, _ = run(WRONG.replace('print("before")', "print(1 / 0)"))
    assert "ZeroDivisionError: division by zero" in out
    assert "print(1 / 0)" in out
    assert "lab" not in out.split("left out:")[1].split("✓")[0]
    assert "✓ importance_bound" in out


def test_a_script_without_a_mistake_ends_well(run):
    right = "return np.logaddexp.reduce(np.log(likelihood[prior > 0]) + np.log(prior[prior > 0]))"
    out, err, status = run(FIRST.format(right) + REST)
    assert "✗" not in out
    assert out.endswith("the end\n")
    assert (err, status) == ("", 0)


def test_figures_are_saved_and_a_line_says_where(run, tmp_path):
    out, err, _ = run(
        "import lab, matplotlib.pyplot as plt, numpy as np\n"
        "figure, axis = plt.subplots()\n"
        "lab.show(figure, 'nothing')\n"
        "lab.show_rows({'one': np.zeros((2, 784))})\n"
    )
    names = [Path("pictures", f"5_elbo_{number:02}.png") for number in (1, 2)]
    assert out.splitlines() == [
        f"Figure {number} is saved as {name}." for number, name in enumerate(names, start=1)
    ]
    assert all((tmp_path / name).read_bytes().startswith(b"\x89PNG") for name in names)
    assert err == ""


def test_a_mistake_in_a_call_of_the_lab_is_one_message(run):
    out, err, status = run("import lab\nlab.plot_history([1, 2])\n")
    assert out == ""
    assert err.startswith("plot_history got")
    assert len(err.splitlines()) == 1
    assert status == 1
