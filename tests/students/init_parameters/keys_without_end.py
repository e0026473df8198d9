# %% [markdown] base="model"
# Thousands of keys that no network has.

# %% init_parameters points=0 reason="at most 100 are read"
def init_parameters():
    weights, biases = {}, {}
    for i in range(4500):
        weights[f"encoder_h{i}"] = tf.constant(np.random.normal(size=2))
    weights |= {key: tf.zeros(1) for key in ("encoder_h2", "decoder_h1", "decoder_h2")}
    return weights, biases
