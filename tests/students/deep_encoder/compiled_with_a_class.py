# %% [markdown] base="model"
# A class for a layer, inside a `tf.function`.

# %% deep_encoder
class Layer(tf.Module):
    def __init__(self, matrix, bias):
        super().__init__()
        self.matrix, self.bias = matrix, bias

    def __call__(self, inputs):
        return tf.nn.sigmoid(tf.linalg.matmul(inputs, self.matrix) + self.bias)


@tf.function
def deep_encoder(x, weights, biases):
    for number in (1, 2, 3):
        x = Layer(weights[f"encoder_h{number}"], biases[f"encoder_b{number}"])(x)
    return x
