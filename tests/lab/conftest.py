"""The lab as students get it: with the checks that lie in exercises/ here."""

import shutil

import pytest

from autograder.build.exercises import ship_visible_checks
from autograder.course import Course
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def lab_folder(tmp_path_factory):
    """The folder that a release's notebooks lie in, with nothing but the lab."""
    folder = tmp_path_factory.mktemp("release")
    shutil.copytree(ROOT / "notebooks" / "lab", folder / "lab")
    names = [path.parent.name for path in (ROOT / "exercises").glob("*/visible.py")]
    ship_visible_checks(Course(ROOT), names, folder / "lab" / "checks")
    return folder


@pytest.fixture
def checks(monkeypatch):
    """The checks of the lab that tests import, as functions by name."""
    import lab

    monkeypatch.setattr(
        lab.checks, "__path__", [*lab.checks.__path__, str(ROOT / "exercises")], raising=True
    )
    return lab
