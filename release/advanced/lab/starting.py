"""Keeps back what TensorFlow writes on its start.

Importing it prints lines about processors and missing graphics cards, in red, which a newcomer
takes for errors. Most come from C++ code, past Python's sys.stderr: some before the variable
TF_CPP_MIN_LOG_LEVEL is obeyed, the others (failed call to cuInit, Compiled cluster) when it first
computes something.
"""

import contextlib
import importlib.util
import os
import sys
import tempfile

FATAL_ONLY = "3"


def keep_tensorflow_quiet():
    """Let the first `import tensorflow` of this process, whoever does it, be a silent one.

    Does nothing where TensorFlow is imported already, or where the variable says otherwise.
    """
    if "tensorflow" in sys.modules or "TF_CPP_MIN_LOG_LEVEL" in os.environ:
        return
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = FATAL_ONLY
    sys.meta_path.insert(0, _QuietImport)


class _QuietImport:
    """Finds TensorFlow once, as Python would, and keeps its messages back while it is loaded."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name != "tensorflow":
            return None
        sys.meta_path.remove(cls)
        spec = importlib.util.find_spec(name)
        if spec is None or spec.loader is None:
            return spec
        load = spec.loader.exec_module

        def load_quietly(module):
            with _messages_kept_back():
                load(module)

        spec.loader.exec_module = load_quietly
        return spec


@contextlib.contextmanager
def _messages_kept_back():
    """Send what is written to descriptor 2 to a file; show it only if the block raises."""
    try:
        stderr = os.dup(2)
    except OSError:  # a program without a terminal may have none
        yield
        return
    with tempfile.TemporaryFile() as kept, contextlib.ExitStack() as after:
        after.callback(os.close, stderr)
        os.dup2(kept.fileno(), 2)
        try:
            yield
        except BaseException:
            os.dup2(stderr, 2)
            kept.seek(0)
            os.write(2, kept.read())
            raise
        os.dup2(stderr, 2)
