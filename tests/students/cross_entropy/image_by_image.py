# %% [markdown] base="model"
# One image at a time.

# %% cross_entropy
def cross_entropy(x, z):
    def of_an_image(pair):
        image, output = pair
        output = tf.clip_by_value(output, 1e-7, 1 - 1e-7)
        return -tf.tensordot(image, tf.math.log(output), 1) - tf.tensordot(
            1 - image, tf.math.log(1 - output), 1
        )

    return tf.reduce_mean(tf.map_fn(of_an_image, (x, z), fn_output_signature=tf.float32))
