"""Searches for results, messages and outputs that the judge does not bear.

    python benchmarks/fuzz.py protocol|outputs|checks [seconds]

`protocol` and `outputs` are guided by what code a try reaches (Atheris, which is no dependency of
the course: `pip install atheris`); `checks` draws seeds of tests/odd_results.py. What is found is
printed and belongs, mended, into tests/inside/test_protocol.py, tests/judging/test_outputs.py or
the list FOUND of tests/fairness/test_odd_results.py.
"""

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

    with atheris.instrument_imports(include=["autograder", "json"]):
        pass
    folder = Path(os.environ.get("FUZZ_FOLDER", ".fuzz"), target.__name__)
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (folder / f"seed{number}").write_bytes(seed)
    options = [f"-max_total_time={int(seconds)}", f"-timeout={SLOW_SECONDS * 5}", "-max_len=20000"]
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
}


if __name__ == "__main__":
    name, seconds = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 3600
    if name == "checks":
        checks(seconds)
    else:
        guided({"protocol": protocol, "outputs": outputs}[name], SEEDS[name], seconds)
