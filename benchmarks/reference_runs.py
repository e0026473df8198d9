"""Make what ships in notebooks/reference/ from the model answers of notebooks 1 to 4.

    python benchmarks/reference_runs.py [number of a notebook ...]

Runs each notebook from top to bottom at the full budget, then keeps the reconstructions that it
saved and the figures that it drew, so that students can compare theirs. Notebooks 3 and 4 draw the
runs of those before them, so run all, or those from the one that changed.
"""

import base64
import io
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

import jupytext
import nbformat
import numpy as np
from nbclient import NotebookClient
from PIL import Image

COURSE = Path(__file__).resolve().parents[1]
NOTEBOOKS = COURSE / "notebooks" / "autoencoders"
REFERENCE = NOTEBOOKS / "reference"

# What the source of a cell contains, and the name of the figure that it draws.
FIGURES = {
    "lab.plot_history": "loss",
    "lab.show_reconstructions": "reconstructions",
    "plt.cm.tab10": "codes",
}


def main(numbers: list[str]) -> None:
    os.environ.pop("LAB_BUDGET", None)
    os.environ["MNIST_NPZ"] = str(COURSE / "data" / "mnist.npz")
    os.environ["PYTHONPATH"] = str(COURSE)
    REFERENCE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(NOTEBOOKS.parent / "lab", Path(folder) / "lab")
        shutil.copytree(REFERENCE, Path(folder) / "reference")
        for number in numbers:
            notebook = run(next(NOTEBOOKS.glob(f"{number}_*.py")), Path(folder))
            keep_figures(notebook, number)
        for path in Path(folder, "runs").glob("*.npz"):
            keep_reconstructions(path)


def run(master: Path, folder: Path) -> nbformat.NotebookNode:
    """Execute a notebook in the folder, print what its code printed, and return it."""
    notebook = jupytext.read(master)
    start = time.perf_counter()
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=1200, kernel_name="python3", resources=resources).execute()
    print(f"== {master.stem}: {time.perf_counter() - start:.0f} s")
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "stream" and output.name == "stdout":
                print(output.text.rstrip())
    return notebook


def keep_figures(notebook: nbformat.NotebookNode, number: str) -> None:
    """Write the figures of a notebook, small: at screen size, grey or in few colours."""
    for cell in notebook.cells:
        names = [name for text, name in FIGURES.items() if text in cell.source]
        pictures = [
            output.data["image/png"]
            for output in cell.get("outputs", ())
            if "image/png" in output.get("data", ())
        ]
        if not names or not pictures:
            continue
        picture = Image.open(io.BytesIO(base64.b64decode(pictures[-1]))).convert("RGB")
        if "lab." in cell.source and picture.width > 300:  # lab draws at twice the screen size
            picture = picture.resize((picture.width // 2, picture.height // 2), Image.LANCZOS)
        path = REFERENCE / f"{number}_{names[0]}.png"
        if names[0] == "reconstructions":
            picture = picture.convert("L")
        else:
            picture = picture.quantize(255, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        picture.save(path, optimize=True)
        print(f"   {path.name}: {path.stat().st_size // 1000} kB, {picture.width}×{picture.height}")


def keep_reconstructions(path: Path) -> None:
    """Write reconstructions in half precision, which is finer than a screen."""
    with np.load(path) as arrays:
        np.savez_compressed(REFERENCE / path.name, z=arrays["z"].astype(np.float16))


if __name__ == "__main__":
    chosen = sys.argv[1:] or ["1", "2", "3", "4"]
    if not all(re.fullmatch("[1-4]", number) for number in chosen):
        sys.exit(__doc__)
    main(chosen)
