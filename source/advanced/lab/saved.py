"""The reconstructions that one notebook saves and another shows."""

import pathlib
import re
import zipfile

import numpy as np

from .errors import LabError
from .figures import rows_of_pixels


def save_reconstructions(name, z):
    """Write reconstructions (n, 784) to runs/<name>.npz in the working directory; return its path.

    Raises LabError for a name that is no file name, or when z has another shape.
    """
    path = _run_path(name)
    values = rows_of_pixels("z", z)
    path.parent.mkdir(exist_ok=True)
    np.savez(path, z=values)
    return path


def load_reconstructions(name):
    """Return the reconstructions (n, 784) that were saved under the name.

    Without such a file the course's own run is returned, and a line says so. Raises LabError when
    there is neither, or when the file is damaged.
    """
    path = _run_path(name)
    reference = pathlib.Path(__file__).resolve().parents[1] / "reference" / path.name
    if not path.is_file():
        if not reference.is_file():
            raise LabError(
                f"There are no reconstructions called {name!r}: looked for {path} and {reference}. "
                f'Run the cell that calls `save_reconstructions("{name}", z)` first.'
            )
        print(f"There is no {path.name} in runs/, so these are the course's, not yours.")
        path = reference
    try:
        with np.load(path, allow_pickle=False) as file:
            return rows_of_pixels("z", file["z"])
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile, AttributeError) as error:
        raise LabError(
            f"{path} cannot be read ({error}). Delete it and save the reconstructions again."
        ) from None


def _run_path(name):
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9_-]+", name):
        raise LabError(f"the name is {name!r}; use letters, digits, - and _ only.")
    return pathlib.Path.cwd() / "runs" / f"{name}.npz"
