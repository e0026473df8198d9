# %% [markdown] base="model"
# One row at a time.

# %% reparameterize
def reparameterize(mean, log_var, epsilon):
    return tf.map_fn(
        lambda r: r[0] + tf.exp(r[1] / 2) * r[2],
        (mean, log_var, epsilon),
        fn_output_signature=tf.float32,
    )
