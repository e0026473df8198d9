"""Finds the cells in scripts that other tools made of a notebook."""

import re

# `jupyter nbconvert --to script` and Jupyter's menu leave such a mark before each code cell.
MARK = re.compile(r"^# In\[[ \d]*\]:[ \t]*$", re.M)
PERCENT = re.compile(r"^#[ \t]*%%", re.M)
BLANK_LINES = re.compile(r"\n{3,}")


def as_percent(text: str) -> str:
    """A script in the percent format (`# %%`), where it was exported by nbconvert.

    Any other script comes back as it is.
    """
    before, *cells = MARK.split(text)
    if not cells or PERCENT.search(text):
        return text
    return "\n\n".join([_texts(before), *(_code_and_texts(cell) for cell in cells)])


def _code_and_texts(cell: str) -> str:
    """A code cell, and the text cells that follow it without a mark of their own."""
    blocks = [block.strip("\n") for block in BLANK_LINES.split(cell) if block.strip()]
    texts: list[str] = []
    while len(blocks) > 1 and _is_comment(blocks[-1]):
        texts.insert(0, blocks.pop())
    code = "\n\n\n".join(blocks)
    return "\n\n".join([f"# %%\n{code}", *map(_text, texts)])


def _texts(before: str) -> str:
    blocks = [block.strip("\n") for block in BLANK_LINES.split(before) if block.strip()]
    return "\n\n".join(_text(block) if _is_comment(block) else f"# %%\n{block}" for block in blocks)


def _text(block: str) -> str:
    return f"# %% [markdown]\n{block}"


def _is_comment(block: str) -> bool:
    lines = block.split("\n")
    return all(line.startswith("#") for line in lines) and not lines[0].startswith("#!")
