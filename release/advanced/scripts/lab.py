"""Stands for the package of this name in the folder above, for scripts here."""

import importlib
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
del sys.modules[__name__]
importlib.import_module(__name__)
