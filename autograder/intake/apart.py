"""Runs one job on a student's file in a process of its own, with limits on time and memory.

The file comes as standard input, already open and checked; the answer is JSON on standard output.
"""

import contextlib
import importlib
import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO

SECONDS = 60
WAITS = 5  # how many times as long a job may take by the clock, on a machine with much to do
TOO_MUCH_MEMORY = 3  # the exit status of a process that says so


class PassedLimit(Exception):
    """A job took more time or memory than it may."""


class NotDone(Exception):
    """A job was not done, and the file is not why; the message says what happened."""


def run_apart(
    job: str, file: BinaryIO, *arguments: str, memory: int, seconds: float = SECONDS
) -> dict[str, Any]:
    """What `job`, a function as "module:name", returns for the file and the arguments.

    Raises PassedLimit, and NotDone. `memory` is in bytes, and `seconds` are those of a processor.
    """
    limits = (str(memory), str(math.ceil(seconds)))
    command = [sys.executable, "-I", __file__, *limits, job, *arguments]
    try:
        done = subprocess.run(
            command,
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WAITS * seconds,
        )
    except subprocess.TimeoutExpired:
        raise NotDone(f"it had not ended after {WAITS * seconds:.0f} s") from None
    except OSError as error:
        raise NotDone(f"no process could be started here ({error.strerror})") from None
    if done.returncode < 0 or done.returncode == TOO_MUCH_MEMORY:
        raise PassedLimit  # the system ends what takes too much of it
    if done.returncode != 0:
        raise NotDone(f"a process ended with status {done.returncode}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _limit(memory: int, seconds: int) -> None:
    """Limit this process; on systems without such limits the clock alone ends it."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _main(memory: str, seconds: str, job: str, *arguments: str) -> None:
    _limit(int(memory), int(seconds))
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
    try:
        _main(*sys.argv[1:])
    except MemoryError:
        sys.exit(TOO_MUCH_MEMORY)
