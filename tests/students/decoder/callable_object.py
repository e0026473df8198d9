# %% [markdown] base="model"
# An object with a `__call__` of its own stands for the function.

# %% decoder
class Decoder:
    """Two layers."""

    def __call__(self, y, weights, biases):
        hidden = self.layer(y, weights["decoder_h1"], biases["decoder_b1"])
        return self.layer(hidden, weights["decoder_h2"], biases["decoder_b2"])

    @staticmethod
    def layer(below, w, b):
        return 0.5 * (tf.tanh(0.5 * (below @ w + b)) + 1.0)


decoder = Decoder()
