# %% [markdown] base="model"
# Two objects of a class of layers made from `tf.Module`.

# %% encoder
class Layer(tf.Module):
    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel = kernel
        self.bias = bias

    def __call__(self, inputs):
        return tf.math.sigmoid(tf.add(tf.matmul(inputs, self.kernel), self.bias))


def encoder(x, weights, biases):
    first = Layer(weights["encoder_h1"], biases["encoder_b1"])
    second = Layer(weights["encoder_h2"], biases["encoder_b2"])
    return second(first(x))
