"""The first import of TensorFlow is a silent one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def run(code: str, *folders: Path, **variables: str) -> subprocess.CompletedProcess:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TF_")}
    path = os.pathsep.join(map(str, (*folders, NOTEBOOKS)))
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**environment, "PYTHONPATH": path, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def chatty(tmp_path):
    """A TensorFlow that writes to descriptor 2 while it is imported, and ends as the test says."""

    def write(end: str) -> Path:
        (tmp_path / "tensorflow.py").write_text(
            f"import os\nos.write(2, b'no graphics card')\n{end}\n"
        )
        return tmp_path

    return write


@pytest.mark.tensorflow
def test_tensorflow_writes_nothing_when_it_starts_and_first_compiles():
    done = run(
        "import lab, tensorflow as tf\n"
        "square = tf.function(lambda x: x @ x, jit_compile=True)\n"
        "print(float(square(tf.fill((1, 1), 3.0))[0, 0]))"
    )
    assert (done.stdout, done.stderr) == ("9.0\n", "")


def test_what_is_written_after_the_import_is_seen(chatty):
    done = run("import lab, os, tensorflow; os.write(2, b'later')", chatty("x = 1"))
    assert done.stderr == "later"


def test_an_import_that_fails_shows_what_was_kept_back(chatty):
    done = run("import lab, tensorflow", chatty("raise ImportError('a library is missing')"))
    assert "no graphics card" in done.stderr
    assert "ImportError: a library is missing" in done.stderr


def test_whoever_asks_for_the_messages_gets_them(chatty):
    done = run("import lab, tensorflow", chatty("x = 1"), TF_CPP_MIN_LOG_LEVEL="0")
    assert done.stderr == "no graphics card"
