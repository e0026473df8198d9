"""Finds the cells in scripts that other tools made of a notebook."""

import re

# `jupyter nbconvert --to script` and Jupyter's menu leave such a mark before each code cell.
MARK = re.compile(r"^# In\[[ \d]*\]:[ \t]*$", re.M)
PERCENT = re.compile(r"^#[ \t]*%%", re.M)
# PyCharm names its cells of text like this.
PYCHARM = re.compile(r"^#[ \t]*%%[ \t]+(?:md|markdown)[ \t]*$", re.M)
# Databricks parts cells by the one, and begins each line that is no Python with the other.
DATABRICKS = "# Databricks notebook source\n"
COMMAND = re.compile(r"^# COMMAND -+[ \t]*$", re.M)
NO_PYTHON = "# MAGIC"
TEXT_MAGIC = "%md"
BLANK_LINES = re.compile(r"\n{3,}")


def as_percent(text: str) -> str:
    """A script in the percent format (`# %%`), where nbconvert, PyCharm or Databricks made it.

    Any other script comes back as it is.
    """
    if text.startswith(DATABRICKS):
        return "\n\n".join(map(_of_databricks, COMMAND.split(text.removeprefix(DATABRICKS))))
    text = PYCHARM.sub("# %% [markdown]", text)
    before, *cells = MARK.split(text)
    if not cells or PERCENT.search(text):
        return text
    return "\n\n".join([_texts(before), *(_code_and_texts(cell) for cell in cells)])


def _of_databricks(cell: str) -> str:
    lines = cell.strip("\n").split("\n")
    if not all(line.startswith(NO_PYTHON) for line in lines):
        return f"# %%\n{cell}"
    lines = [line.removeprefix(NO_PYTHON).removeprefix(" ") for line in lines]
    if not lines[0].startswith(TEXT_MAGIC):
        return "\n".join(["# %%", *lines])
    lines[0] = lines[0].removeprefix(TEXT_MAGIC).strip()
    return _text("\n".join(f"# {line}" for line in lines))


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
