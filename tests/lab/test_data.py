import hashlib

from tests.conftest import ROOT


def test_the_data_is_mnist_unchanged():
    digest = hashlib.sha256((ROOT / "data" / "mnist.npz").read_bytes()).hexdigest()
    assert digest == "06af5dfe73b70e3bc1c36439982b18a8d76803db9b544f6fdf838a37fbb01b64"
