# %% [markdown] base="model"
# New Keras layers in each call, with weights of their own.

# %% encoder points=1 reason="different results"
def encoder(x, weights, biases):
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Dense(256, activation="sigmoid"),
            tf.keras.layers.Dense(128, activation="sigmoid"),
        ]
    )
    return model(x)
