"""Networks, and the steps that train them."""

import numpy as np

from .data import PIXELS
from .errors import LabError, describe
from .trainers import check_loss


def normal(*shape):
    """Return a tensor of the given shape, each entry an independent draw from N(0, 1)."""
    import tensorflow as tf

    return tf.random.normal(shape)


def build_network(weight_init, bias_init=None):
    """Return a Keras network 784-256-128-256-784 of four sigmoid layers.

    `weight_init(n_in, n_out)` gives each layer's weights (n_in, n_out), and `bias_init(n_out)` its
    biases (n_out,); without it they are zero. The layers are called encoder_h1, encoder_h2,
    decoder_h1 and decoder_h2.

    Raises LabError when a function gives another shape, or numbers that are not finite.
    """
    import keras

    for name, function in (("weight_init", weight_init), ("bias_init", bias_init)):
        if not callable(function) and not (name == "bias_init" and function is None):
            raise LabError(
                f"{name} is {describe(function)}; build_network needs the function itself, such "
                "as `build_network(normal)`, without calling it."
            )
    widths = {"encoder_h1": 256, "encoder_h2": 128, "decoder_h1": 256, "decoder_h2": PIXELS}
    network = keras.Sequential([keras.Input((PIXELS,))], name="autoencoder")
    n_in = PIXELS
    for name, n_out in widths.items():
        layer = keras.layers.Dense(n_out, activation="sigmoid", name=name)
        network.add(layer)
        weights = _drawn("weight_init", weight_init, n_in, n_out)
        biases = _drawn("bias_init", bias_init, n_out) if bias_init else np.zeros(n_out)
        layer.set_weights([weights, biases])
        n_in = n_out
    return network


def _drawn(name, function, *shape):
    """Return function(*shape) as a float32 array, checked to have that shape and finite numbers."""
    call = f"{name}({', '.join(map(str, shape))})"
    result = function(*shape)
    try:
        values = np.asarray(result, dtype=np.float32)
    except (TypeError, ValueError):
        raise LabError(
            f"{call} gave {describe(result)}; it must give numbers of shape {shape}."
        ) from None
    if result is None or values.shape != shape:
        found = "None" if result is None else f"shape {values.shape}"
        raise LabError(f"{call} gave {found}; it must give numbers of shape {shape}.")
    if not np.isfinite(values).all():
        bad = np.count_nonzero(~np.isfinite(values))
        raise LabError(
            f"{call} gave {bad:,} of {values.size:,} numbers that are NaN or infinite; "
            "look for a division by 0 or the square root of a negative number."
        )
    return values


class Autoencoder:
    """An encoder and a decoder that a notebook has written, with their parameters, as one network.

    Called with images (n, 784) it returns their reconstructions (n, 784), as `decode(encode(x))`.
    """

    def __init__(self, encoder, decoder, weights, biases):
        self._halves = {"encode": encoder, "decode": decoder}
        self._parameters = (weights, biases)
        self.trainable_variables = [one for group in self._parameters for one in group.values()]

    def encode(self, x):
        """Return the codes of images (n, 784)."""
        return self._halves["encode"](_tensor(x), *self._parameters)

    def decode(self, code):
        """Return the reconstructions (n, 784) that belong to codes."""
        return self._halves["decode"](_tensor(code), *self._parameters)

    def __call__(self, x):
        return self.decode(self.encode(x))


def _tensor(values):
    import tensorflow as tf

    return tf.convert_to_tensor(values, tf.float32)


def adam(*groups, learning_rate=0.001):
    """Return the optimizer Adam, built for the variables of dicts such as `weights`."""
    import keras

    optimizer = keras.optimizers.Adam(learning_rate)
    optimizer.build([variable for group in groups for variable in group.values()])
    return optimizer


def training_step(network, loss=None, learning_rate=0.001):
    """Return a step for `fit` that trains the network with Adam.

    `loss(x, z)` takes a batch (n, 784) and its reconstruction (n, 784) and returns a scalar;
    without one it is the cross-entropy, as Keras computes it, in nats per image.
    The step returns that loss, from before the update. It raises LabError when the loss is not
    made of TensorFlow operations on z, so that there is no gradient.
    """
    loss = _cross_entropy if loss is None else loss
    if not callable(loss):
        raise LabError(
            f"loss is {describe(loss)}; training_step needs the function itself, such as "
            "`training_step(network, cross_entropy)`, without calling it."
        )
    return descent(lambda x: loss(x, network(x)), network.trainable_variables, learning_rate)


def _cross_entropy(x, z):
    import keras

    return PIXELS * keras.ops.mean(keras.losses.binary_crossentropy(x, z))


def descent(loss, variables, learning_rate=0.001):
    """Return a step for `fit` that makes `loss(x)` smaller by Adam, for a batch x (n, 784).

    The step returns the loss, a scalar, from before the update. It raises LabError when the loss is
    not made of TensorFlow operations on the variables, so that there is no gradient.
    """
    import keras
    import tensorflow as tf

    optimizer = keras.optimizers.Adam(learning_rate)
    optimizer.build(variables)

    def step(x):
        with tf.GradientTape() as tape:
            value = loss(x)
        check_loss(value)
        gradients = tape.gradient(value, variables) if tf.is_tensor(value) else [None]
        if any(gradient is None for gradient in gradients):
            raise LabError(
                "No gradient of the loss reaches the network. It must be made of TensorFlow "
                "operations on z all the way: no NumPy, no `.numpy()`, no float()."
            )
        optimizer.apply(gradients, variables)
        return value

    return step


def activations(network, x):
    """Return what each layer of the network gives for x (n, 784): a list of arrays (n, width)."""
    import tensorflow as tf

    values = tf.convert_to_tensor(x, tf.float32)
    layers = []
    for layer in network.layers:
        values = layer(values)
        layers.append(values.numpy())
    return layers
