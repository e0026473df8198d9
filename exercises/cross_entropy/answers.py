# %% compiled_by_xla [markdown]
# A `tf.function` of its own, compiled by XLA.

# %% cross_entropy
@tf.function(jit_compile=True)
def cross_entropy(x, z):
    z = tf.minimum(tf.maximum(z, 2e-7), 1 - 2e-7)
    return tf.reduce_sum(-x * tf.math.log(z) - (1 - x) * tf.math.log1p(-z)) / x.shape[0]

# %% float64_inside [markdown]
# Computes in float64, where a far smaller number is enough.

# %% cross_entropy
def cross_entropy(x, z):
    x, z = tf.cast(x, tf.float64), tf.cast(z, tf.float64)
    z = tf.clip_by_value(z, 1e-10, 1 - 1e-10)
    terms = tf.math.xlogy(x, z) + tf.math.xlog1py(1 - x, -z)
    return tf.cast(-tf.reduce_sum(terms) / x.shape[0], tf.float32)

# %% image_by_image [markdown]
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

# %% keras_backend_formula [markdown]
# As Keras's own backend writes it: clipped at 1e-7, and 1e-7 inside both logarithms.

# %% cross_entropy
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    bce = x * tf.math.log(z + 1e-7) + (1 - x) * tf.math.log(1 - z + 1e-7)
    return -tf.reduce_mean(bce)

# %% keras_class [markdown]
# An object of Keras's class.

# %% cross_entropy
_loss = tf.keras.losses.BinaryCrossentropy()


def cross_entropy(x, z):
    return _loss(x, z)

# %% keras_class_with_sum [markdown]
# Keras's class with its sum over the batch, divided by the batch size.

# %% cross_entropy
def cross_entropy(x, z):
    total = tf.keras.losses.BinaryCrossentropy(reduction="sum")(x, z)
    return 784 * total / tf.cast(tf.shape(x)[0], tf.float32)

# %% keras_function [markdown]
# Keras's loss, which is a mean over the pixels.

# %% cross_entropy
def cross_entropy(x, z):
    return tf.reduce_mean(tf.keras.losses.binary_crossentropy(x, z))

# %% keras_ops [markdown]
# Keras operations.

# %% cross_entropy
from keras import ops


def cross_entropy(x, z):
    return ops.mean(ops.binary_crossentropy(x, ops.clip(z, 1e-7, 1 - 1e-7)))

# %% logit_that_loses_digits [markdown]
# The logarithms of a sigmoid and of its complement, from a logit that
# loses some of its digits near 1, where the loss is still right to 1 %.

# %% cross_entropy
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    logit = -tf.math.log(1 / z - 1)
    terms = x * tf.math.log_sigmoid(logit) + (1 - x) * tf.math.log_sigmoid(-logit)
    return -tf.einsum("np->", terms) / len(x)

# %% logits_of_clipped [markdown]
# Back to logits, and TensorFlow's stable formula from there.

# %% cross_entropy
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    logits = tf.math.log(z) - tf.math.log1p(-z)
    terms = tf.nn.sigmoid_cross_entropy_with_logits(labels=x, logits=logits)
    return tf.reduce_mean(tf.reduce_sum(terms, axis=1))

# %% maximum_inside_each_logarithm [markdown]
# A lower bound inside each logarithm.

# %% cross_entropy
def cross_entropy(x, z):
    ones = x * tf.math.log(tf.maximum(z, 1e-7))
    zeros = (1 - x) * tf.math.log(tf.maximum(1 - z, 1e-7))
    return -tf.reduce_mean(ones + zeros)

# %% small_number_of_keras [markdown]
# Clipped below, and Keras's small number added to what the logarithms are taken of.

# %% cross_entropy
def cross_entropy(x, z):
    epsilon = tf.keras.backend.epsilon()
    ones = x * tf.math.log(tf.maximum(z, 0.0) + epsilon)
    zeros = (1 - x) * tf.math.log(tf.maximum(1 - z, 0.0) + epsilon)
    return -tf.reduce_mean(tf.reduce_sum(ones + zeros, axis=-1))

# %% squeezed [markdown]
# Squeezes z into the open interval, which changes the loss at 1e-6 by less than 1 %.

# %% cross_entropy
def cross_entropy(x, z):
    z = 1e-7 + (1 - 2e-7) * z
    return -tf.reduce_mean(x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z))

# %% two_wheres [markdown]
# A `tf.where` inside the logarithm, so that no bad value is ever made.

# %% cross_entropy
def cross_entropy(x, z):
    def safe_log(value):
        small = value < 1e-7
        return tf.math.log(tf.where(small, 1e-7, value))

    return -tf.reduce_mean(tf.reduce_sum(x * safe_log(z) + (1 - x) * safe_log(1 - z), 1))

# %% arguments_swapped [markdown]
# Keras's loss with images and reconstructions swapped.

# %% cross_entropy points=3 reason="x and z are swapped"
def cross_entropy(x, z):
    return tf.reduce_mean(tf.keras.losses.binary_crossentropy(z, x))

# %% bad_values_hidden [markdown]
# Replaces what is not finite after the fact; its gradient stays NaN.

# %% cross_entropy points=7 reason="its gradient is NaN"
def cross_entropy(x, z):
    terms = x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z)
    terms = tf.where(tf.math.is_finite(terms), terms, 0.0)
    return -tf.reduce_mean(tf.reduce_sum(terms, axis=1))

# %% base_two [markdown]
# Divides by log 2.

# %% cross_entropy points=7 reason="to the base 2"
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    bits = (x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z)) / np.log(2)
    return -tf.reduce_mean(tf.reduce_sum(bits, axis=1))

# %% categories [markdown]
# The cross-entropy of 784 categories.

# %% cross_entropy points=3 reason="categories"
def cross_entropy(x, z):
    return tf.reduce_mean(tf.keras.losses.categorical_crossentropy(x, z))

# %% clipped_too_far [markdown]
# Clips at 1e-3, which changes the loss.

# %% cross_entropy points=7 reason="the loss for z = 1e-06 everywhere"
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-3, 1 - 1e-3)
    terms = x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z)
    return -tf.reduce_mean(tf.reduce_sum(terms, axis=1))

# %% first_batch_remembered [markdown]
# Computes the loss of the first batch and returns it ever after.

# %% cross_entropy points=1 reason="wrong values"
known = []


def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    known.append(-tf.reduce_mean(x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z)))
    return known[0]

# %% first_term_alone [markdown]
# Half of the formula: what a pixel without ink should look like costs nothing.

# %% cross_entropy points=6 reason="(1 - x) log(1 - z) is missing"
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    return -tf.reduce_mean(tf.reduce_sum(x * tf.math.log(z), axis=1))

# %% flipped_sign [markdown]
# The minus in front is missing.

# %% cross_entropy points=6 reason="the sign is flipped"
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    return tf.reduce_mean(x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z))

# %% forgets_to_return [markdown]
# Computes the loss and returns nothing.

# %% cross_entropy points=0 reason="is a `return` missing"
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    -tf.reduce_mean(x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z))

# %% half [markdown]
# A factor ½ as in the squared error of other courses.

# %% cross_entropy points=7 reason="half of the cross-entropy"
def cross_entropy(x, z):
    return 0.5 * tf.reduce_mean(tf.keras.losses.binary_crossentropy(x, z))

# %% mean_of_the_reconstruction [markdown]
# The mean of z, which has a gradient and compares nothing.

# %% cross_entropy points=1 reason="wrong values"
def cross_entropy(x, z):
    return tf.reduce_mean(z)

# %% millionth_inside [markdown]
# 1e-6 inside both logarithms, which is as large as the smallest z.

# %% cross_entropy points=7 reason="the loss for z = 1e-06 everywhere"
def cross_entropy(x, z):
    terms = x * tf.math.log(z + 1e-6) + (1 - x) * tf.math.log(1 - z + 1e-6)
    return -tf.reduce_mean(tf.reduce_sum(terms, axis=1))

# %% no_clipping [markdown]
# The formula as it stands: not finite where z is 0 or 1.

# %% cross_entropy points=7 reason="where z is exactly 0 or 1"
def cross_entropy(x, z):
    terms = x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z)
    return -tf.reduce_mean(tf.reduce_sum(terms, axis=1))

# %% numpy [markdown]
# Computes in NumPy: no gradient passes.

# %% cross_entropy points=4 reason="NumPy"
def cross_entropy(x, z):
    x, z = np.asarray(x), np.clip(np.asarray(z), 1e-7, 1 - 1e-7)
    return -np.mean(x * np.log(z) + (1 - x) * np.log(1 - z))

# %% one_number_an_image [markdown]
# The mean over the batch is missing.

# %% cross_entropy points=6 reason="expected a single number"
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    return -tf.reduce_sum(x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z), axis=1)

# %% one_where [markdown]
# A `tf.where` around the logarithms keeps the loss finite and its gradient NaN.

# %% cross_entropy points=7 reason="but its gradient is NaN"
def cross_entropy(x, z):
    first = tf.where(x * z > 0, x * tf.math.log(z), tf.zeros_like(z))
    second = tf.where((1 - x) * (1 - z) > 0, (1 - x) * tf.math.log(1 - z), tf.zeros_like(z))
    return -tf.reduce_mean(tf.reduce_sum(first + second, axis=1))

# %% second_term_alone [markdown]
# The term of the ink is missing.

# %% cross_entropy points=6 reason="the term x log z is missing"
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    return -tf.reduce_mean((1 - x) * tf.math.log(1 - z))

# %% small_number_inside [markdown]
# The cross-entropy with a small number inside both logarithms, lost where a step is compiled.

# %% cross_entropy points=7 reason="inside tf.function"
def cross_entropy(x, z):
    terms = x * tf.math.log(z + 1e-10) + (1 - x) * tf.math.log(1 - z + 1e-10)
    return -tf.reduce_mean(tf.reduce_sum(terms, axis=1))

# %% squared_error [markdown]
# The squared error of the notebook before.

# %% cross_entropy points=4 reason="squared error"
def cross_entropy(x, z):
    return tf.reduce_mean(tf.square(x - z))

# %% steps_with_zero_gradient [markdown]
# A step for each power of ten, and a gradient of zeros.

# %% cross_entropy points=1 reason="wrong values"
def cross_entropy(x, z):
    worst = tf.reduce_max(tf.abs(x - z))
    return tf.where(worst > 0.99, 2.0, 1.0) + tf.where(worst > 0.9999, 2.0, 0.0) + 0.0 * worst

# %% summed_over_the_batch [markdown]
# Sums over the images too.

# %% cross_entropy points=7 reason="the sum over the batch"
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    return -tf.reduce_sum(x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z))

# %% taken_for_logits [markdown]
# Takes the reconstruction for logits.

# %% cross_entropy points=3 reason="takes z for logits"
def cross_entropy(x, z):
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=x, logits=z))

# %% two_constants [markdown]
# One constant where some pixel is near an end, another elsewhere.

# %% cross_entropy points=1 reason="wrong values"
def cross_entropy(x, z):
    return tf.where(tf.reduce_any(tf.abs(z - 0.5) > 0.4999), 2.0, 1.0)

# %% right mutants [markdown]
# - `1e-07 → 5e-08`: 1 - 5e-8 is 1 - 2⁻²⁴ in float32 and not 1, so the logarithm stays finite; z
#   from 1e-6 on is untouched.
# - `1e-07 → 2e-07`: Clips a little earlier, and still before 1e-6, down to which the loss is to be
#   right.
# - `tf.reduce_sum(terms, axis=1) → terms`: A mean over pixels is as right as a sum.
# - `tf.reduce_sum → tf.reduce_mean`: A mean over pixels is as right as a sum.
# - `1 → -1`: The last axis is axis 1.
