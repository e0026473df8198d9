"""Time 20 epochs of notebook 1's network: `lab.fit`, other ways to train, and the machine's bound.

Run it from anywhere: `python benchmarks/fit.py`. Each way is timed from its first call, so that its
compilation counts. The ways take turns, and the best of the rounds is shown, because other work on
the machine only ever makes a run slower.
"""

import argparse
import contextlib
import io
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "notebooks"))

import numpy as np
import tensorflow as tf

import lab

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


def run_fit(data, epochs):
    """Train with lab.fit, validation included."""
    with contextlib.redirect_stderr(io.StringIO()):
        lab.fit(new_step(), data, epochs=epochs, batch_size=BATCH)


def run_loop(data, epochs, **options):
    """Train with the obvious loop: a compiled step, fed with slices of the shuffled images."""
    step = tf.function(new_step(), **options)
    random = np.random.default_rng(0)
    for _ in range(epochs):
        images = data.train[random.permutation(len(data.train))]
        for start in range(0, len(images) - BATCH + 1, BATCH):
            loss = step(images[start : start + BATCH])
        float(loss)


def run_keras(data, epochs):
    """Train the same network with Keras's own model.fit."""
    network = lab.build_network(lab.normal, lab.normal)
    network.compile(tf.keras.optimizers.Adam(0.001), squared_error)
    network.fit(data.train, data.train, batch_size=BATCH, epochs=epochs, verbose=0)


def peak():
    """Return the most floating-point operations a second that large matrix products reach."""
    best = 0.0
    multiply = tf.function(tf.matmul)
    for size in (1024, 2048, 4096):
        a = tf.random.normal((size, size))
        multiply(a, a)
        for _ in range(5):
            start = time.perf_counter()
            multiply(a, a).numpy()
            best = max(best, 2 * size**3 / (time.perf_counter() - start))
    return best


def operations_of_an_epoch(images):
    """Return the operations of the matrix products, forward and backward, of one epoch.

    A layer multiplies its input by its weights once forward, and twice backward: for the gradient
    of the weights and of its input. The first layer's input needs no gradient.
    """
    products = 3 * sum(n_in * n_out for n_in, n_out in SHAPES.values())
    n_in, n_out = SHAPES["encoder_h1"]
    return 2 * (images // BATCH * BATCH) * (products - n_in * n_out)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3, help="how often each way is timed")
    arguments = parser.parse_args()
    data = lab.load_mnist()
    ways = {
        "lab.fit": run_fit,
        "loop over a tf.function step": run_loop,
        "the same, jit_compile=True": lambda *given: run_loop(*given, jit_compile=True),
        "Keras model.fit": run_keras,
    }
    seconds = {name: [] for name in ways}
    peaks = []
    for _ in range(arguments.rounds):
        peaks.append(peak())
        for name, way in ways.items():
            start = time.perf_counter()
            way(data, arguments.epochs)
            seconds[name].append(time.perf_counter() - start)
    bound = arguments.epochs * operations_of_an_epoch(len(data.train)) / max(peaks)
    best = {name: min(times) for name, times in seconds.items()}
    best[f"matrix products at {max(peaks) / 1e9:.0f} GFLOP/s"] = bound
    print(f"{arguments.epochs} epochs, {len(data.train):,} images, batches of {BATCH}")
    print(f"{'':38}{'seconds':>9}{'an epoch':>10}{'lab.fit is':>12}")
    for name, value in best.items():
        ratio = best["lab.fit"] / value
        print(f"{name:38}{value:9.1f}{value / arguments.epochs:10.2f}{ratio:11.2f}x")


if __name__ == "__main__":
    main()
