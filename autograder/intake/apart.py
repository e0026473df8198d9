"""Runs one job on a student's file in a process of its own, with limits on time and memory.

The file comes as standard input, already open and checked; the answer is JSON on standard output.
"""

import contextlib
import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO

SECONDS = 60


class PassedLimit(Exception):
    """A job took more time or memory than it may."""


def run_apart(
    job: str, file: BinaryIO, *arguments: str, memory: int, seconds: float = SECONDS
) -> dict[str, Any]:
    """What `job`, a function as "module:name", returns for the file and the arguments.

    Raises PassedLimit, and OSError where no process can be started. `memory` is in bytes.
    """
    command = [sys.executable, "-I", __file__, str(memory), job, *arguments]
    try:
        done = subprocess.run(
            command,
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        raise PassedLimit from None
    if done.returncode != 0:
        raise PassedLimit
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _limit(memory: int) -> None:
    """Limit this process; on systems without such limits only the time is limited."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _main(memory: str, job: str, *arguments: str) -> None:
    _limit(int(memory))
    # -I leaves out the course's folder, which matters where the package is not installed.
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    # jupytext imports a validator of notebooks, which takes 1.5 s to build this grammar of web
    # addresses, does without it where it is not installed, and is not used here.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    module, _, name = job.partition(":")
    function = getattr(importlib.import_module(module), name)
    answer = function(sys.stdin.buffer, *arguments)
    text = json.dumps(answer, ensure_ascii=False)
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))  # half a character may be there


if __name__ == "__main__":
    _main(*sys.argv[1:])
