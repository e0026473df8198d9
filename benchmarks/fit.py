"""Time 20 epochs of notebook 1's network: `lab.fit`, other ways to train, and the machine's bound.

Run it from anywhere: `python benchmarks/fit.py`. Each way is timed from its first call, so that its
compilation counts. The ways take turns epoch by epoch, so that a machine whose speed changes from
one minute to the next is as fast or as slow for all of them.
"""

import argparse
import contextlib
import functools
import pathlib
import sys
import threading
import time
import types

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "notebooks"))

import numpy as np
import tensorflow as tf

import lab
from lab import training as lab_training

BATCH = 100
SHAPES = {
    "encoder_h1": (784, 256),
    "encoder_h2": (256, 128),
    "decoder_h1": (128, 256),
    "decoder_h2": (256, 784),
}


def squared_error(x, z):
    """Return the mean over the batch of the squared error, summed over pixels."""
    return tf.reduce_mean(tf.reduce_sum(tf.square(x - z), axis=1))


def new_step():
    """Return notebook 1's step on variables of its own: weights and biases N(0, 1), Adam."""
    weights = {name: tf.Variable(tf.random.normal(shape)) for name, shape in SHAPES.items()}
    biases = {name: tf.Variable(tf.random.normal(shape[1:])) for name, shape in SHAPES.items()}
    variables = [*weights.values(), *biases.values()]
    optimizer = tf.keras.optimizers.Adam(0.001)
    optimizer.build(variables)

    def step(x):
        with tf.GradientTape() as tape:
            z = x
            for name in SHAPES:
                z = tf.nn.sigmoid(z @ weights[name] + biases[name])
            loss = squared_error(x, z)
        gradients = tape.gradient(loss, variables)
        optimizer.apply_gradients(zip(gradients, variables, strict=True))
        return loss

    return step


def run_fit(data, epochs, epoch_ends):
    """Train with lab.fit, validation included."""
    bar = types.SimpleNamespace(set_postfix=lambda **_: None, update=epoch_ends)
    lab_training._progress_bar = lambda _: contextlib.nullcontext(bar)
    lab.fit(new_step(), data, epochs=epochs, batch_size=BATCH)


def run_loop(data, epochs, epoch_ends, **options):
    """Train with the obvious loop: a compiled step, fed with slices of the shuffled images."""
    step = tf.function(new_step(), **options)
    random = np.random.default_rng(0)
    for _ in range(epochs):
        images = data.train[random.permutation(len(data.train))]
        for start in range(0, len(images) - BATCH + 1, BATCH):
            loss = step(images[start : start + BATCH])
        float(loss)
        epoch_ends()


def run_keras(data, epochs, epoch_ends):
    """Train the same network with Keras's own model.fit."""
    network = lab.build_network(lab.normal, lab.normal)
    network.compile(tf.keras.optimizers.Adam(0.001), squared_error)
    turn = tf.keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: epoch_ends())
    images = data.train
    network.fit(images, images, batch_size=BATCH, epochs=epochs, verbose=0, callbacks=[turn])


class Racer(threading.Thread):
    """Runs one way to train, an epoch whenever it is told to, and counts the seconds it took."""

    def __init__(self, way, data, epochs):
        super().__init__(daemon=True)
        self.seconds = 0.0
        self._run = lambda: way(data, epochs, self._epoch_ends)
        self._go, self._done = threading.Semaphore(0), threading.Semaphore(0)

    def run(self):
        self._go.acquire()
        self._run()
        self._done.release()

    def epoch(self):
        """Let the way run to the end of its next epoch, or to its end."""
        start = time.perf_counter()
        self._go.release()
        self._done.acquire()
        self.seconds += time.perf_counter() - start

    def _epoch_ends(self):
        self._done.release()
        self._go.acquire()


def peak():
    """Return the most floating-point operations a second that large matrix products reach."""
    best = 0.0
    multiply = tf.function(tf.matmul)
    for size in (1024, 2048):
        a = tf.random.normal((size, size))
        multiply(a, a)
        for _ in range(5):
            start = time.perf_counter()
            multiply(a, a).numpy()
            best = max(best, 2 * size**3 / (time.perf_counter() - start))
    return best


def operations_of_an_epoch(images, first_input):
    """Return the operations of the matrix products of one epoch.

    A layer multiplies its input by its weights once forward, and twice backward: for the gradient
    of the weights and of its input. That of the first layer's input is needed by nobody, so it may
    be left out (`first_input=False`).
    """
    products = 3 * sum(n_in * n_out for n_in, n_out in SHAPES.values())
    if not first_input:
        products -= np.prod(SHAPES["encoder_h1"])
    return 2 * (images // BATCH * BATCH) * products


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=20)
    epochs = parser.parse_args().epochs
    data = lab.load_mnist()
    ways = {
        "lab.fit": run_fit,
        "loop over a tf.function step": run_loop,
        "the same, jit_compile=True": functools.partial(run_loop, jit_compile=True),
        "Keras model.fit": run_keras,
    }
    racers = {name: Racer(way, data, epochs) for name, way in ways.items()}
    for racer in racers.values():
        racer.start()
    speeds = []
    for _ in range(epochs + 1):  # after the last epoch, a way still has to return
        speeds.append(peak())
        for racer in racers.values():
            racer.epoch()
    seconds = {name: racer.seconds for name, racer in racers.items()}
    speed = float(np.median(speeds))
    for name, first_input in (("three a layer", True), ("without dL/dx of the input", False)):
        bound = epochs * operations_of_an_epoch(len(data.train), first_input) / speed
        seconds[f"matrix products, {name}"] = bound
    print(f"{epochs} epochs, {len(data.train):,} images, batches of {BATCH}")
    print(f"matrix products reach {speed / 1e9:.0f} GFLOP/s (median of {len(speeds)} tries)")
    print(f"{'':46}{'seconds':>9}{'an epoch':>10}{'lab.fit is':>12}")
    for name, value in seconds.items():
        ratio = seconds["lab.fit"] / value
        print(f"{name:46}{value:9.1f}{value / epochs:10.2f}{ratio:11.2f}x")


if __name__ == "__main__":
    main()
