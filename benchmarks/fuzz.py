"""Searches for results, messages and outputs that the judge does not bear.

    python benchmarks/fuzz.py protocol|outputs|reading|checks [seconds]

`protocol`, `outputs` and `reading` are guided by what code a try reaches (Atheris, which is no
dependency of the course: `pip install atheris`); `checks` draws seeds of tests/odd_results.py. What
is found is printed and belongs, mended, into tests/inside/test_protocol.py,
tests/judging/test_outputs.py, tests/intake/test_reading.py or the list FOUND of
tests/fairness/test_odd_results.py.
"""

import importlib
import json
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
SLOW_SECONDS = 2


def protocol(data: bytes) -> None:
    """Read a message whose text ends at the first zero byte."""
    from autograder.inside.protocol import BadMessage, Bounds, parse

    text, _, arrays = data.partition(b"\0")
    try:
        found = parse(text, arrays, Bounds(1 << 20, 64_000_000, 8_000_000, 200_000, 100, 1000))
    except BadMessage:
        return
    assert isinstance(found, dict)


def outputs(data: bytes) -> None:
    """Collect messages, one a line: a kind and a content in JSON."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    from autograder.judging.outputs import Collector

    collector = Collector(20_000, 50_000)
    for line in data.split(b"\n"):
        kind, _, content = line.partition(b" ")
        try:
            content = json.loads(content)
        except (ValueError, RecursionError):
            content = {"name": "stdout", "text": content.decode(errors="surrogateescape")}
        if isinstance(content, dict):
            collector.take(kind.decode(errors="replace"), content)
    notebook = new_notebook(cells=[new_code_cell(outputs=collector.finished())])
    assert len(nbformat.writes(notebook).encode()) < 25_000


def reading(data: bytes) -> None:
    """Read a file that was handed in, as a notebook and as a script."""
    from autograder.intake.reading import Unreadable, parse_notebook, parse_script

    for parse in (parse_notebook, parse_script):
        try:
            parse(data, "fuzzed")
        except Unreadable as reason:
            assert str(reason)


def checks(seconds: float) -> None:
    """Run every hidden test on odd results of new seeds; print those that get no verdict."""
    from tests.fairness.test_odd_results import TESTS, examine

    until, tries, seen = time.monotonic() + seconds, 0, set()
    while time.monotonic() < until:
        seed = random.randrange(10**9)
        for test in TESTS:
            tries += 1
            try:
                examine(test, seed)
            except Exception as error:
                kind = (test, str(error)[:150])
                if kind not in seen:
                    print(f'FOUND ("{test}", {seed}): {str(error)[:300]}', flush=True)
                seen.add(kind)
    print(f"{tries:,} tries, {len(seen)} kinds of failure", flush=True)


def guided(target: Callable[[bytes], None], seeds: list[bytes], seconds: float) -> None:
    """Let Atheris search for bytes on which the target raises or takes long."""
    import atheris

    with atheris.instrument_imports(include=["autograder"]):
        importlib.import_module(MODULES[target])  # imported elsewhere, it would show nothing
    folder = Path(os.environ.get("FUZZ_FOLDER", ".fuzz"), target.__name__)
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (folder / f"seed{number}").write_bytes(seed)
    # Atheris itself grows by some fifty bytes a try, so that the process's memory says nothing.
    options = [f"-max_total_time={int(seconds)}", f"-timeout={SLOW_SECONDS * 5}", "-max_len=20000"]
    options.append("-rss_limit_mb=0")
    arguments = [sys.argv[0], *options, f"-artifact_prefix={folder}/found-", str(folder)]
    atheris.Setup(arguments, target)
    atheris.Fuzz()


SEEDS = {
    "protocol": [
        b'{"result": ["array", "float64", 2]}\0' + bytes(16),
        b'{"result": ["tuple", 1, {"a": ["variable", "bool", 1, 1]}]}\0\1',
        b'{"given": "kl", "arguments": ["tuple", ["array", "complex64", 1]]}\0' + bytes(8),
    ],
    "outputs": [
        b'stream {"name": "stderr", "text": "\\u001b[31ma\\u202e"}\nclear_output {"wait": true}\n',
        b'error {"ename": "E", "evalue": "v", "traceback": ["a", "\\u001b[38;5;3mb"]}',
        b'display_data {"data": {"text/html": "<b>", "image/png": "aa=="}, "metadata": {}}',
    ],
    "reading": [
        b'{"nbformat": 4, "cells": [{"cell_type": "code", "id": "a", "source": ["x = 1\\n", "y"], '
        b'"metadata": {"nbgrader": {"grade_id": "kl"}}, "outputs": [{"text": "t"}]}]}',
        b'{"worksheets": [{"cells": [{"cell_type": "heading", "input": "\\ud800"}]}]}',
        "# %% [markdown]\n# Text\n\n# %% kl\ndef kl(q, p):\n    return 0  # ½\n".encode("utf-16"),
    ],
}

# What is looked at, which must be imported where Atheris sees it.
MODULES = {
    protocol: "autograder.inside.protocol",
    outputs: "autograder.judging.outputs",
    reading: "autograder.intake.reading",
}


if __name__ == "__main__":
    name, seconds = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 3600
    if name == "checks":
        checks(seconds)
    else:
        target = next(target for target in MODULES if target.__name__ == name)
        guided(target, SEEDS[name], seconds)
