"""What every notebook keeps to, so that all of its readers can use it."""

import re
from pathlib import Path

import jupytext
import pytest

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
MASTERS = sorted(NOTEBOOKS.glob("*/[0-9]_*.py"))

# Markdown's images and HTML's, each with its text alternative and its address.
IMAGES = (
    re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<src>[^)]*)\)"),
    re.compile(r'<img src="(?P<src>[^"]*)"(?: width="\d+")?(?: alt="(?P<alt>[^"]*)")?>'),
)


@pytest.fixture(params=MASTERS, ids=[path.stem for path in MASTERS])
def master(request):
    return request.param


def cells(path: Path, kind: str) -> list[str]:
    return [cell.source for cell in jupytext.read(path).cells if cell.cell_type == kind]


def test_every_picture_of_the_text_is_there_and_has_a_text_alternative(master):
    for source in cells(master, "markdown"):
        found = [picture for pattern in IMAGES for picture in pattern.finditer(source)]
        assert len(found) == source.count("![") + source.count("<img")
        for picture in found:
            assert (master.parent / picture["src"]).is_file(), picture["src"]
            assert len((picture["alt"] or "").split()) > 5, f"{picture['src']} needs more words"


def test_every_reference_picture_is_shown(master):
    text = "\n".join(cells(master, "markdown"))
    for path in (master.parent / "reference").glob(f"{master.stem[0]}_*.png"):
        assert f"reference/{path.name}" in text


def test_every_figure_that_code_draws_is_shown_with_words(master):
    """lab.show takes them; pyplot alone would show the figure without."""
    for source in cells(master, "code"):
        drawn = len(re.findall(r"plt\.(?:subplots|figure)\(", source))
        assert source.count("lab.show(") == drawn, source


def test_the_lab_comes_before_tensorflow(master):
    code = "\n".join(cells(master, "code"))
    imports = re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE)
    assert imports[0] == "lab"
