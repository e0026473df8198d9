# %% var [markdown]
# NumPy's variance.

# %% active_units
def active_units(mean):
    return np.var(mean, axis=0) > 0.01


# %% unbiased_list [markdown]
# Divides by n - 1 and returns a list of booleans.


# %% active_units
def active_units(mean):
    spread = np.cov(mean, rowvar=False, ddof=1) if mean.shape[1] > 1 else np.var(mean, ddof=1)
    variances = np.diag(np.atleast_2d(spread))
    return [bool(value > 0.01) for value in variances]


# %% standard_deviation [markdown]
# The standard deviation, and its threshold.


# %% active_units
def active_units(mean):
    return mean.std(axis=0) > 0.1


# %% tensorflow [markdown]
# TensorFlow's variance; a tensor of booleans.


# %% active_units
def active_units(mean):
    return tf.math.reduce_variance(mean, axis=0) > 0.01


# %% zeros_and_ones [markdown]
# 0 and 1, by a loop over the dimensions.


# %% active_units
def active_units(mean):
    found = []
    for column in mean.T:
        centred = column - sum(column) / len(column)
        found.append(1 if np.mean(centred**2) > 1e-2 else 0)
    return np.array(found)


# %% mean_square [markdown]
# The average is not taken off.


# %% active_units points=0.5 reason="the mean square is taken"
def active_units(mean):
    return np.mean(mean**2, axis=0) > 0.01


# %% from_image_to_image [markdown]
# How much a mean changes from one image to the next, which is its variance where they are shuffled.


# %% active_units points=2 reason="from one image to the next"
def active_units(mean):
    return np.mean(np.diff(mean, axis=0) ** 2, axis=0) / 2 > 0.01


# %% deviation_for_variance [markdown]
# The standard deviation is compared with 0.01.


# %% active_units points=2 reason="the standard deviation is compared"
def active_units(mean):
    return np.std(mean, axis=0) > 0.01


# %% over_the_dimensions [markdown]
# The variance within an image.


# %% active_units points=0 reason="taken over the latent dimensions"
def active_units(mean):
    return np.var(mean, axis=1) > 0.01


# %% threshold_of_notebook_6 [markdown]
# Another threshold.


# %% active_units points=2 reason="ten times too high"
def active_units(mean):
    return np.var(mean, axis=0) > 0.1


# %% number_of_active_units [markdown]
# Counts the active units.


# %% active_units points=0 reason="is it the number of active units"
def active_units(mean):
    return float(np.sum(np.var(mean, axis=0) > 0.01))


# %% exchanged [markdown]
# The inactive units.


# %% active_units points=0.5 reason="are exchanged"
def active_units(mean):
    return np.var(mean, axis=0) < 0.01


# %% variances [markdown]
# The variances themselves.


# %% active_units points=0 reason="other numbers than 0 and 1"
def active_units(mean):
    return np.var(mean, axis=0)


# %% averages [markdown]
# Compares averages.


# %% active_units points=0.5 reason="the averages are compared"
def active_units(mean):
    return np.abs(np.mean(mean, axis=0)) > 0.01


# %% indices [markdown]
# The indices of active units.


# %% active_units points=0 reason="has shape"
def active_units(mean):
    return np.flatnonzero(np.var(mean, axis=0) > 0.01)


# %% all_of_them [markdown]
# All units.


# %% active_units points=0.5 reason="all units are called active"
def active_units(mean):
    return np.ones(mean.shape[1], dtype=bool)


# %% any_variance [markdown]
# Units that vary at all.


# %% active_units points=0.5 reason="varies at all"
def active_units(mean):
    return np.ptp(mean, axis=0) > 1e-9


# %% forgets_to_return [markdown]
# Returns nothing.


# %% active_units points=0 reason="is a `return` missing"
def active_units(mean):
    np.var(mean, axis=0) > 0.01

# %% right mutants [markdown]
# - `np.var(mean, axis=0) > 0.01 → np.var(mean, axis=0) >= 0.01`: No variance lies at the
#   threshold.
