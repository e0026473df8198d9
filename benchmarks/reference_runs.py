"""Make what ships in notebooks/*/reference/ from the model answers, and say how long they take.

    python benchmarks/reference_runs.py [number of a notebook, or assignment/number ...]

Runs each notebook from top to bottom at the full budget, then keeps the reconstructions that it
saved and the figures that it drew, so that students can compare theirs. Notebooks 2 to 4 draw the
runs of those before them, so run all, or those from the one that changed.

Prints the time of each run by the clock, and the processor time, which others on the machine
change little: a run needs at most the latter on a machine that has nothing else to do.
"""

import base64
import io
import os
import re
import resource
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
NOTEBOOKS = COURSE / "notebooks"

HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS\n?", re.DOTALL)

# The figures of each notebook in their order; None is not kept.
FIGURES = {
    "autoencoders/1": [None, "loss", "epochs", "reconstructions", None],
    "autoencoders/2": [None, "loss", "epochs", "reconstructions"],
    "autoencoders/3": [
        *("histograms_normal", "histograms_xavier"),
        *("loss", "epochs", "reconstructions", "histograms_trained"),
    ],
    "autoencoders/4": ["loss", "epochs", "reconstructions", "codes"],
    "autoencoders/5": [None, "gap", "surface", "draws"],
    "autoencoders/6": [
        *("divergence", "codes", "random", "walk", "gradients", "copies", "dimensions", "varied"),
        *("changed", "nearest", "pairs"),
    ],
    "advanced/1": [
        *(None, None, "loss", "reconstructions", "shifts", None, "filters", "maps", None),
    ],
    "advanced/2": [None, "sheet", None, "rates", None, None, "walks", "scores"],
}
GREY = {
    "epochs",
    "reconstructions",
    "random",
    "copies",
    "varied",
    "nearest",
    "pairs",
    "changed",
    "maps",
    "walks",
}


def main(chosen: list[str]) -> None:
    os.environ.pop("LAB_BUDGET", None)
    os.environ["MNIST_NPZ"] = str(COURSE / "data" / "mnist.npz")
    os.environ["PYTHONPATH"] = str(COURSE)
    for assignment in dict.fromkeys(name.split("/")[0] for name in chosen):
        masters = NOTEBOOKS / assignment
        reference = masters / "reference"
        reference.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            # The lab as it is released, with the checks that the notebooks run.
            shutil.copytree(COURSE / "release" / assignment / "lab", Path(folder) / "lab")
            shutil.copytree(reference, Path(folder) / "reference")
            for name in chosen:
                number = name.removeprefix(f"{assignment}/")
                if number != name:
                    notebook = run(next(masters.glob(f"{number}_*.py")), Path(folder))
                    keep_figures(notebook, FIGURES[name], reference / number)
            for path in Path(folder, "runs").glob("*.npz"):
                keep_reconstructions(path, reference)


def run(master: Path, folder: Path) -> nbformat.NotebookNode:
    """Execute a notebook in the folder, print what its code printed, and return it."""
    notebook = jupytext.read(master)
    for cell in notebook.cells:
        cell.source = HIDDEN.sub("", cell.source)
    start, before = time.perf_counter(), processor_seconds()
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=1200, kernel_name="python3", resources=resources).execute()
    seconds = time.perf_counter() - start
    print(f"== {master.stem}: {seconds:.0f} s, processors {processor_seconds() - before:.0f} s")
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "stream" and output.name == "stdout":
                print(output.text.rstrip())
    return notebook


def processor_seconds() -> float:
    """What the kernels that have ended used, in s."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def keep_figures(notebook: nbformat.NotebookNode, names: list[str | None], stem: Path) -> None:
    """Write the figures of a notebook as students see theirs, grey or in few colours."""
    pictures = [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if "image/png" in output.get("data", ())
    ]
    for name, output in zip(names, pictures, strict=True):
        if name is None:
            continue
        data = base64.b64decode(output.data["image/png"])
        picture = Image.open(io.BytesIO(data)).convert("RGB")
        path = stem.with_name(f"{stem.name}_{name}.png")
        if name in GREY:
            picture = picture.convert("L")
        else:
            picture = picture.quantize(255, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        picture.save(path, optimize=True)
        width = output.metadata["image/png"]["width"]
        print(f"   {path.name}: {path.stat().st_size // 1000} kB, to be shown with width={width}")


def keep_reconstructions(path: Path, reference: Path) -> None:
    """Write reconstructions in half precision, which is finer than a screen."""
    with np.load(path) as arrays:
        np.savez_compressed(reference / path.name, z=arrays["z"].astype(np.float16))


if __name__ == "__main__":
    chosen = [name if "/" in name else f"autoencoders/{name}" for name in sys.argv[1:]]
    chosen = chosen or [*FIGURES]
    if not set(chosen) <= set(FIGURES):
        sys.exit(__doc__)
    main(chosen)
