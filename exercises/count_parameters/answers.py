# %% sizes_of_tensorflow [markdown]
# `tf.size` of each.

# %% count_parameters
def count_parameters(weights, biases):
    return sum(int(tf.size(value)) for group in (weights, biases) for value in group.values())


# %% products_of_shapes [markdown]
# Products of the axes, with `math.prod`.

# %% count_parameters
import math


def count_parameters(weights, biases):
    total = 0
    for group in (weights, biases):
        for variable in group.values():
            total += math.prod(variable.shape)
    return total


# %% numpy [markdown]
# NumPy's sizes, and a number of NumPy.


# %% count_parameters
def count_parameters(weights, biases):
    sizes = [np.size(value.numpy()) for value in [*weights.values(), *biases.values()]]
    return np.sum(sizes, dtype=np.int64)


# %% flattened [markdown]
# All numbers in one row.


# %% count_parameters
def count_parameters(weights, biases):
    rows = [tf.reshape(value, (-1,)) for value in weights.values()]
    rows += [tf.reshape(value, (-1,)) for value in biases.values()]
    return tf.shape(tf.concat(rows, axis=0))[0]


# %% ones [markdown]
# Ones are added up; the result is a float.


# %% count_parameters
def count_parameters(weights, biases):
    ones = [tf.reduce_sum(tf.ones_like(v)) for v in (*weights.values(), *biases.values())]
    return float(sum(ones))


# %% weights_alone [markdown]
# Biases are not counted.


# %% count_parameters points=0 reason="the biases are left out"
def count_parameters(weights, biases):
    return sum(int(np.prod(value.shape)) for value in weights.values())


# %% one_dict_over_the_other [markdown]
# Merges the dicts, where a key of both counts once, and knows the names of the network only.


# %% count_parameters points=1 reason="are counted in"
def count_parameters(weights, biases):
    known = [key for key in {**weights, **biases} if key[:7] in ("encoder", "decoder")]
    return sum(int(tf.size({**weights, **biases}[key])) for key in known)


# %% number_of_arrays [markdown]
# Counts arrays.


# %% count_parameters points=0 reason="the arrays are counted"
def count_parameters(weights, biases):
    return len(weights) + len(biases)


# %% sum_of_axes [markdown]
# Adds the lengths of the axes.


# %% count_parameters points=0 reason="the lengths of the axes are added"
def count_parameters(weights, biases):
    return sum(sum(value.shape) for value in [*weights.values(), *biases.values()])


# %% first_axis [markdown]
# `len` of each array; a single number has none.


# %% count_parameters points=0 reason="only the first axis"
def count_parameters(weights, biases):
    arrays = [*weights.values(), *biases.values()]
    return sum(value.shape[0] for value in arrays if value.shape.rank)


# %% known_by_heart [markdown]
# The number for this network, by heart.


# %% count_parameters points=0 reason="are counted in"
def count_parameters(weights, biases):
    return 211_905


# %% bytes [markdown]
# Counts bytes.


# %% count_parameters points=0 reason="the bytes are counted"
def count_parameters(weights, biases):
    return sum(value.numpy().nbytes for value in [*weights.values(), *biases.values()])


# %% square_matrices [markdown]
# Takes all kernels for matrices.


# %% count_parameters points=0 reason="are counted in"
def count_parameters(weights, biases):
    total = 0
    for value in weights.values():
        total += int(value.shape[0] * value.shape[1])
    return total + sum(int(tf.size(value)) for value in biases.values())


# %% no_number [markdown]
# Returns a sentence.


# %% count_parameters points=0 reason="expected a whole number"
def count_parameters(weights, biases):
    total = sum(int(tf.size(v)) for v in [*weights.values(), *biases.values()])
    return f"{total:,}"

# %% right mutants [markdown]
# - `int(tf.size(value)) → tf.size(value)`: A sum of tensors is a tensor, and a number of any type
#   counts.
