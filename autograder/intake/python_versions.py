"""Tells a fault of syntax from syntax that only a later Python than the grader's knows."""

import json
import re
import subprocess
import sys
from functools import lru_cache

from ruff import find_ruff_bin

SECONDS = 10
MAX_CODE = 200_000  # characters of a cell
GRADERS = ".".join(map(str, sys.version_info[:2]))
# As in "Cannot use `type` alias statement on Python 3.11 (syntax was added in Python 3.12)"
LATER = re.compile(r"^(.*?) on Python [\d.]+ \(syntax was added in Python (\d+)\.(\d+)\)$")
COMMAND = ("check", "--isolated", "--no-cache", "--quiet", "--output-format", "json")
MAGIC = re.compile(r"^([ \t]*)[%!].*$", re.M)


@lru_cache(1000)
def valid_from(source: str) -> str | None:
    """From which Python on a cell is valid, in words; None where that is no later than this one.

    ruff knows the grammars of all versions.
    """
    if len(source) > MAX_CODE:
        return None
    later = []
    for message in _faults(MAGIC.sub(r"\1pass", source)):
        found = LATER.match(message)
        if found is None:
            return None  # valid in no version
        later.append(((int(found[2]), int(found[3])), found[1]))
    if not later:
        return None
    (major, minor), _ = max(later)
    what = next(words for version, words in later if version == (major, minor))
    what = what[:1].lower() + what[1:]
    return f"valid from Python {major}.{minor}; the grader runs {GRADERS}: {what}"


def _faults(source: str) -> list[str]:
    """What ruff finds wrong with the syntax of a source for the Python that runs here."""
    version = f"py{GRADERS.replace('.', '')}"
    # Faults of syntax are always said; of the rules at least one has to be chosen.
    options = ["--select", "F401", "--ignore", "F401", "--target-version", version]
    try:
        done = subprocess.run(
            [find_ruff_bin(), *COMMAND, *options, "-"],
            input=source.encode("utf-8", "replace"),
            capture_output=True,
            timeout=SECONDS,
        )
        found = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return []
    return [one["message"] for one in found if one["code"] == "invalid-syntax"]
