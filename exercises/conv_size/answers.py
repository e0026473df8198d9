# %% ceil_of_a_quotient [markdown]
# Two formulas, with `math.ceil`.

# %% conv_size
import math


def conv_size(size, kernel, stride, padding):
    if padding == "SAME":
        return math.ceil(size / stride)
    return math.ceil((size - kernel + 1) / stride)


# %% whole_numbers [markdown]
# Floor divisions.


# %% conv_size
def conv_size(size, kernel, stride, padding):
    return -(-size // stride) if padding == "SAME" else (size - kernel) // stride + 1


# %% numpy_integer [markdown]
# A number of NumPy, and the padding counted out.


# %% conv_size
def conv_size(size, kernel, stride, padding):
    padded = size
    if padding == "SAME":
        steps = np.ceil(size / stride) - 1
        padded = max(steps * stride + kernel, size)
    return np.floor_divide(padded - kernel, stride).astype(np.int64) + 1


# %% whole_float [markdown]
# A whole number, written as a float.


# %% conv_size
def conv_size(size, kernel, stride, padding):
    length = size if padding == "SAME" else size - kernel + 1
    return float(-(-length // stride))


# %% asks_tensorflow [markdown]
# Lets TensorFlow convolve zeros.


# %% conv_size
def conv_size(size, kernel, stride, padding):
    image, weights = tf.zeros((1, size, size, 1)), tf.zeros((kernel, kernel, 1, 1))
    return tf.shape(tf.nn.conv2d(image, weights, stride, padding))[1]


# %% counts_the_windows [markdown]
# Counts the places of the window.


# %% conv_size
def conv_size(size, kernel, stride, padding):
    last = size if padding == "SAME" else size - kernel + 1
    return len(range(0, last, stride))


# %% rounded_down [markdown]
# SAME is rounded down.


# %% conv_size points=1 reason="no pixel is left out"
def conv_size(size, kernel, stride, padding):
    if padding == "SAME":
        return size // stride
    return (size - kernel) // stride + 1


# %% first_window_forgotten [markdown]
# VALID lacks its first window.


# %% conv_size points=1 reason="the first window is not counted"
def conv_size(size, kernel, stride, padding):
    if padding == "SAME":
        return -(-size // stride)
    return (size - kernel) // stride


# %% swapped [markdown]
# SAME and VALID are exchanged.


# %% conv_size points=0 reason="is that of VALID"
def conv_size(size, kernel, stride, padding):
    if padding == "VALID":
        return -(-size // stride)
    return (size - kernel) // stride + 1


# %% half_the_kernel [markdown]
# Pads by half the kernel, as other libraries do.


# %% conv_size points=1 reason="half the kernel"
def conv_size(size, kernel, stride, padding):
    zeros = kernel // 2 if padding == "SAME" else 0
    return (size + 2 * zeros - kernel) // stride + 1


# %% not_rounded [markdown]
# Nothing is rounded.


# %% conv_size points=0 reason="is not rounded"
def conv_size(size, kernel, stride, padding):
    if padding == "SAME":
        return size / stride
    return (size - kernel) / stride + 1


# %% stride_forgotten [markdown]
# As if the stride were 1.


# %% conv_size points=0 reason="the stride has no effect"
def conv_size(size, kernel, stride, padding):
    return size if padding == "SAME" else size - kernel + 1


# %% padding_in_small_letters [markdown]
# Compares with a word in small letters, so that every padding is SAME.


# %% conv_size points=1 reason="is that of SAME"
def conv_size(size, kernel, stride, padding):
    if padding == "valid":
        return (size - kernel) // stride + 1
    return -(-size // stride)


# %% forgets_to_return [markdown]
# Returns nothing.


# %% conv_size points=0 reason="is a `return` missing"
def conv_size(size, kernel, stride, padding):
    length = size if padding == "SAME" else size - kernel + 1
    -(-length // stride)
