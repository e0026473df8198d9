# %% [markdown] base="model"
# The loss function of Keras gives one number an image; their mean follows.

# %% mean_squared
def mean_squared(x, z):
    per_image = tf.keras.losses.MSE(x, z)
    return tf.reduce_mean(per_image)
