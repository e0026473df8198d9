# %% compiled_squared_difference [markdown]
# A `tf.function` compiled by XLA.

# %% mean_squared
@tf.function(jit_compile=True)
def mean_squared(x, z):
    return tf.reduce_mean(tf.math.squared_difference(x, z))

# %% einsum_of_differences [markdown]
# A scalar product of the differences with themselves.

# %% mean_squared
def mean_squared(x, z):
    d = tf.reshape(x - z, [-1])
    return tf.einsum("i,i->", d, d) / tf.cast(tf.size(d), d.dtype)

# %% expanded_square [markdown]
# The square is multiplied out, in float64.

# %% mean_squared
def mean_squared(x, z):
    x, z = tf.cast(x, tf.float64), tf.cast(z, tf.float64)
    return tf.reduce_mean(x * x) - 2 * tf.reduce_mean(x * z) + tf.reduce_mean(z * z)

# %% keras_loss_function_and_mean [markdown]
# The loss function of Keras gives one number an image; their mean follows.

# %% mean_squared
def mean_squared(x, z):
    per_image = tf.keras.losses.MSE(x, z)
    return tf.reduce_mean(per_image)

# %% keras_loss_object [markdown]
# The loss object of Keras.

# %% mean_squared
def mean_squared(x, z):
    return tf.keras.losses.MeanSquaredError()(x, z)

# %% keras_ops_and_tensordot [markdown]
# `keras.ops` for the differences, a contraction over both axes.

# %% mean_squared
def mean_squared(x, z):
    difference = tf.keras.ops.subtract(x, z)
    total = tf.tensordot(difference, difference, axes=2)
    return tf.divide(total, tf.cast(tf.shape(x)[0], tf.float32))

# %% l2_loss_doubled [markdown]
# `tf.nn.l2_loss` is half of a sum of squares, which two over the number of images mends.

# %% mean_squared
def mean_squared(x, z):
    n = x.shape[0]
    return tf.nn.l2_loss(x - z) * 2 / n

# %% loop_over_images [markdown]
# A Python loop over the images.

# %% mean_squared
def mean_squared(x, z):
    total = 0.0
    for image, copy in zip(tf.unstack(x), tf.unstack(z)):
        total += tf.reduce_sum((image - copy) ** 2)
    return total / x.shape[0]

# %% moments [markdown]
# The mean of squares is the variance plus the square of the mean.

# %% mean_squared
def mean_squared(x, z):
    mean, variance = tf.nn.moments(x - z, axes=[0, 1])
    return variance + tf.square(mean)

# %% norm_squared [markdown]
# The square of the Euclidean norm.

# %% mean_squared
def mean_squared(x, z):
    return tf.reduce_mean(tf.norm(x - z, axis=-1) ** 2)

# %% old_api [markdown]
# The function of TensorFlow 1, which is still there.

# %% mean_squared
def mean_squared(x, z):
    return tf.compat.v1.losses.mean_squared_error(labels=x, predictions=z)

# %% sum_then_mean [markdown]
# As the formula has it: a sum over pixels, a mean over images.

# %% mean_squared
def mean_squared(x, z):
    squared_distances = tf.reduce_sum(tf.square(tf.subtract(x, z)), axis=1)
    return tf.reduce_mean(squared_distances)

# %% trace_of_a_product [markdown]
# The diagonal of D Dᵀ holds the squared errors of the images.

# %% mean_squared
def mean_squared(x, z):
    d = z - x
    return tf.linalg.trace(tf.matmul(d, d, transpose_b=True)) / len(x)

# %% absolute_differences [markdown]
# Absolute values in place of squares.

# %% mean_squared points=3 reason="absolute values"
def mean_squared(x, z):
    return tf.reduce_mean(tf.abs(x - z))

# %% difference_of_squares [markdown]
# x² − z² for (x − z)².

# %% mean_squared points=3 reason="difference of the squares"
def mean_squared(x, z):
    return tf.reduce_mean(x**2 - z**2)

# %% divided_by_100 [markdown]
# The batch size of the notebook stands in the code.

# %% mean_squared points=3 reason="divided by 100"
def mean_squared(x, z):
    batch_size = 100
    return tf.reduce_sum(tf.square(x - z)) / batch_size

# %% factor_one_half [markdown]
# A factor ½ before the sum of each image.

# %% mean_squared points=3 reason="half of the squared error"
def mean_squared(x, z):
    return tf.reduce_mean(0.5 * tf.reduce_sum(tf.square(x - z), axis=1))

# %% flipped_sign [markdown]
# The negative, as if it were to be maximised.

# %% mean_squared points=3 reason="the sign is flipped"
def mean_squared(x, z):
    return -tf.reduce_mean(tf.pow(x - z, 2))

# %% forgets_to_return [markdown]
# Nothing is returned.

# %% mean_squared points=0 reason="is a `return` missing?"
def mean_squared(x, z):
    loss = tf.reduce_mean(tf.square(x - z))

# %% half [markdown]
# Half of the squared error, as books on backpropagation like to write it.

# %% mean_squared points=3 reason="factor 1/2"
def mean_squared(x, z):
    return 0.5 * tf.reduce_mean(tf.square(x - z))

# %% half_the_sum_of_squares [markdown]
# `tf.nn.l2_loss` alone: half of the sum over all images.

# %% mean_squared points=3 reason="half of the sum over the batch"
def mean_squared(x, z):
    return tf.nn.l2_loss(x - z)

# %% kept_dimensions [markdown]
# A matrix of one row and one column.

# %% mean_squared points=2 reason="expected a single number"
def mean_squared(x, z):
    return tf.reduce_mean(tf.square(x - z), keepdims=True)

# %% keras_loss_with_sum [markdown]
# Keras takes the mean over pixels and, told so, the sum over images.

# %% mean_squared points=3 reason="sum over the batch"
def mean_squared(x, z):
    return tf.keras.losses.MeanSquaredError(reduction="sum")(x, z)

# %% keras_metric [markdown]
# A metric of Keras reports the right value, which no gradient passes.

# %% mean_squared points=3 reason="no gradient reaches z"
def mean_squared(x, z):
    metric = tf.keras.metrics.MeanSquaredError()
    metric.update_state(x, z)
    return metric.result()

# %% mean_before_square [markdown]
# The square of the mean difference.

# %% mean_squared points=3 reason="averaged before they are squared"
def mean_squared(x, z):
    return tf.square(tf.reduce_mean(x - z))

# %% mean_divided_by_784 [markdown]
# A mean over the pixels that is divided by their number again.

# %% mean_squared points=3 reason="twice"
def mean_squared(x, z):
    return tf.reduce_mean(tf.square(x - z)) / 784

# %% norm_without_square [markdown]
# The mean of the norms, whose root is not undone.

# %% mean_squared points=3 reason="a root is taken"
def mean_squared(x, z):
    return tf.reduce_mean(tf.norm(x - z, axis=1))

# %% numpy_mean [markdown]
# The right value, computed by NumPy.

# %% mean_squared points=3 reason="no gradient reaches z"
def mean_squared(x, z):
    return np.mean((np.array(x) - np.array(z)) ** 2)

# %% one_number_a_pixel [markdown]
# The mean over images alone: one number for each pixel.

# %% mean_squared points=2 reason="expected a single number"
def mean_squared(x, z):
    return tf.reduce_mean((x - z) ** 2, axis=0)

# %% one_number_an_image [markdown]
# The loss function of Keras, without the mean over images.

# %% mean_squared points=2 reason="expected a single number"
def mean_squared(x, z):
    return tf.keras.losses.mse(x, z)

# %% root_of_the_mean [markdown]
# The root mean square.

# %% mean_squared points=3 reason="a root is taken"
def mean_squared(x, z):
    return tf.sqrt(tf.reduce_mean(tf.square(x - z)))

# %% sum_before_square [markdown]
# The differences of an image are summed, then squared.

# %% mean_squared points=3 reason="summed before they are squared"
def mean_squared(x, z):
    return tf.reduce_mean(tf.reduce_sum(x - z, axis=1) ** 2)

# %% summed_over_the_batch [markdown]
# A sum over pixels and images.

# %% mean_squared points=3 reason="sum over the batch"
def mean_squared(x, z):
    return tf.reduce_sum(tf.square(x - z))

# %% variance_of_differences [markdown]
# The variance, which takes off the mean difference.

# %% mean_squared points=3 reason="the variance of the errors"
def mean_squared(x, z):
    return tf.math.reduce_variance(x - z)

# %% whole_numbers [markdown]
# Pixels are cast to whole numbers.

# %% mean_squared points=0 reason="is of type int32"
def mean_squared(x, z):
    difference = tf.cast(x, tf.int32) - tf.cast(z, tf.int32)
    return tf.reduce_mean(tf.square(difference))

# %% right mutants [markdown]
# - `x - z → z - x`: The square has no sign.
