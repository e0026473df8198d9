"""Every source notebook, model answers and hidden tests included, runs from top to bottom."""

import shutil

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.checking.verdict import MIME_TYPE
from tests.conftest import ROOT, few_of, needs_tensorflow

NOTEBOOKS = sorted((ROOT / "source" / "autoencoders").glob("*.ipynb"))


@needs_tensorflow
@pytest.mark.parametrize(
    "budget", ["grading", pytest.param(None, marks=pytest.mark.slow, id="full")]
)
@pytest.mark.parametrize("path", few_of(NOTEBOOKS, NOTEBOOKS[4:]), ids=lambda path: path.stem)
def test_a_source_notebook_runs_and_its_answers_earn_all_points(
    path, budget, tmp_path, monkeypatch
):
    monkeypatch.delenv("LAB_BUDGET", raising=False)
    if budget:
        monkeypatch.setenv("LAB_BUDGET", budget)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("MNIST_NPZ", str(ROOT / "data" / "mnist.npz"))
    folder = tmp_path / "autoencoders"
    shutil.copytree(path.parent, folder)
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": folder}}
    ).execute()
    for cell in notebook.cells:
        header = cell.metadata.get("nbgrader", {})
        if header.get("grade") and cell.cell_type == "code":
            items = cell.outputs[-1].data[MIME_TYPE]["items"]
            assert sum(item["points"] for item in items) == header.points, items
