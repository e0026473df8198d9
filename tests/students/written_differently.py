# %% [markdown] base="model"
# Right answers that look unlike the model answers: sums for means, `einsum`, activations from
# Keras, constants made by NumPy, the factor 4 of Glorot and Bengio for sigmoid units.

# %% init_parameters
def init_parameters():
    generator = np.random.default_rng()

    def draw(*shape):
        return tf.Variable(generator.standard_normal(shape), dtype=tf.float32)

    sizes = [("encoder", 784, 256, 128), ("decoder", 128, 256, 784)]
    weights, biases = {}, {}
    for part, first, hidden, last in sizes:
        weights[part + "_h1"], weights[part + "_h2"] = draw(first, hidden), draw(hidden, last)
        biases[part + "_b1"], biases[part + "_b2"] = draw(hidden), draw(last)
    return weights, biases


# %% encoder
def encoder(x, weights, biases):
    for layer in "12":
        x = tf.einsum("ni,ij->nj", x, weights["encoder_h" + layer])
        x = tf.keras.activations.sigmoid(x + biases["encoder_b" + layer])
    return x


# %% decoder
def decoder(y, weights, biases):
    hidden = 1 / (1 + tf.exp(-tf.nn.bias_add(y @ weights["decoder_h1"], biases["decoder_b1"])))
    last = tf.add(tf.linalg.matmul(hidden, weights["decoder_h2"]), biases["decoder_b2"])
    return 0.5 * (1 + tf.tanh(last / 2))


# %% mean_squared
def mean_squared(x, z):
    return tf.reduce_sum((z - x) ** 2) / tf.cast(tf.shape(x)[0], tf.float32)


# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    groups = [weights, biases]
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    variables = tf.nest.flatten(groups)
    slopes = tf.nest.flatten(tape.gradient(value, groups))
    optimizer.apply(slopes, variables)
    return value.numpy()


# %% cross_entropy
def cross_entropy(x, z):
    per_pixel = tf.keras.losses.binary_crossentropy(x[..., None], z[..., None])
    return tf.reduce_sum(per_pixel) / x.shape[0]


# %% xavier_init
def xavier_init(n_in, n_out):
    limit = 4 * np.sqrt(6 / (n_in + n_out))
    return np.random.default_rng().uniform(-limit, limit, (n_in, n_out)).astype("float32")


# %% init_deep_parameters
def init_deep_parameters():
    units = [784, 256, 128, 64, 128, 256, 784]
    names = [f"{part}_{{}}{i}" for part in ("encoder", "decoder") for i in (1, 2, 3)]
    initializer = tf.keras.initializers.GlorotNormal
    weights = {
        name.format("h"): tf.Variable(initializer()((n_in, n_out)))
        for name, n_in, n_out in zip(names, units, units[1:])
    }
    biases = {
        name.format("b"): tf.Variable(np.full(n_out, 0.01, np.float32))
        for name, n_out in zip(names, units[1:])
    }
    return weights, biases


# %% deep_encoder
def deep_encoder(x, weights, biases):
    def layer(below, number):
        return tf.sigmoid(below @ weights[f"encoder_h{number}"] + biases[f"encoder_b{number}"])

    return layer(layer(layer(x, 1), 2), 3)


# %% deep_decoder
def deep_decoder(y, weights, biases):
    from functools import reduce

    layers = [(weights[f"decoder_h{i}"], biases[f"decoder_b{i}"]) for i in (1, 2, 3)]
    return reduce(lambda below, layer: tf.math.sigmoid(below @ layer[0] + layer[1]), layers, y)


# %% log_evidence
def log_evidence(prior, likelihood):
    return float(np.log(prior @ likelihood))


# %% posterior
def posterior(prior, likelihood):
    with np.errstate(divide="ignore"):
        logits = np.log(prior) + np.log(likelihood)
    weights = np.exp(logits - np.max(logits))
    return list(weights / weights.sum())


# %% kl
def kl(q, p):
    total = 0.0
    for a, b in zip(q, p):
        if a > 0 and b == 0:
            return float("inf")
        if a > 0:
            total += a * (np.log(a) - np.log(b))
    return total


# %% elbo
def elbo(q, prior, likelihood):
    k = q > 0
    return np.sum(q[k] * (np.log(likelihood[k]) + np.log(prior[k] / q[k])))


# %% derivation
def derivation(q, prior, likelihood, post):
    evidence = np.log(np.sum(prior * likelihood))
    return (
        evidence,
        float(evidence * np.sum(q)),
        q * np.log(prior * likelihood / post),
        (q * np.log(likelihood), q * np.log(prior / q), q * np.log(q / post)),
        np.array([elbo(q, prior, likelihood), kl(q, post)]),
    )


# %% gaussian_elbo
def gaussian_elbo(x, mean, variance, noise):
    second = mean * mean + variance
    joint = -np.log(2 * np.pi * noise) - (x * x - 2 * x * mean + second) / noise
    joint += -np.log(2 * np.pi) - second
    entropy = np.log(2 * np.pi * variance) + 1
    return np.float32((joint + entropy) / 2)


# %% reparameterize
def reparameterize(mean, log_var, epsilon):
    return tf.add(mean, tf.multiply(tf.sqrt(tf.exp(log_var)), epsilon))


# %% kl_to_standard_normal
def kl_to_standard_normal(mean, log_var):
    d = tf.cast(tf.shape(mean)[1], tf.float32)
    total = tf.einsum("nd,nd->n", mean, mean) + tf.reduce_sum(tf.exp(log_var) - log_var, 1) - d
    return total / 2
