# %% [markdown] base="model"
# The family of which Xavier is a member, untruncated.

# %% xavier_init
def xavier_init(n_in, n_out):
    scaling = tf.keras.initializers.VarianceScaling(1.0, "fan_avg", "untruncated_normal")
    return scaling((n_in, n_out))
