"""Finds the magics of IPython among the comments of a script.

jupytext comments them out where it writes a script, and takes whatever looks like one for one where
it reads a script: `# copy the input first` became a fault of syntax.
"""

import re

from jupytext.stringparser import StringParser

from autograder.intake.student_code import CodeReader

MARK = re.compile(r"^([ \t]*)# ")
# A line of its own, or what a name is assigned. jupytext always writes one space.
MAGIC = re.compile(r"^[ \t]*# (?:\w+ *= *)?(%{1,2})(\w+)")
COMMAND = re.compile(r"^([ \t]*)# (?:\w+ *= *)?![ \t]*[\w.~$/{\\]")


def with_magics(source: str) -> str:
    """A code cell with its magics and shell commands as such, where that is valid IPython.

    Indented, `# !important` is a command only where its block holds nothing else.
    """
    versions = [_restored(source, with_indented) for with_indented in (False, True)]
    if set(versions) == {source}:
        return source
    return next((text for text in versions if CodeReader().read(text).parses), source)


def _restored(source: str, with_indented: bool) -> str:
    """A cell without the marks before its magics, and before its commands, indented ones or not."""
    lines: list[str] = []
    parser = StringParser("python")
    goes_on = False
    for line in source.split("\n"):
        is_text = parser.is_quoted()
        parser.read_line(line)
        is_wanted = goes_on or _is_magic(line, not any(lines)) or _is_command(line, with_indented)
        is_restored = is_wanted and not is_text
        lines.append(MARK.sub(r"\1", line) if is_restored else line)
        goes_on = is_restored and line.endswith("\\")
    return "\n".join(lines)


def _is_magic(line: str, is_first: bool) -> bool:
    """Whether a comment is a magic of IPython's; any other would do nothing here."""
    found = MAGIC.match(line)
    if found is None or (found[1] == "%%" and not is_first):
        return False
    from autograder.intake.magics import known_magics  # IPython, which few scripts need

    return found[2] in known_magics("line") | known_magics("cell")


def _is_command(line: str, with_indented: bool) -> bool:
    found = COMMAND.match(line)
    return found is not None and (with_indented or not found[1])
