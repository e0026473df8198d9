# %% by_tensorflow [markdown]
# TensorFlow's decomposition.

# %% pca_reconstruct
def pca_reconstruct(train, images, k):
    mean = tf.reduce_mean(train, axis=0)
    _, _, v = tf.linalg.svd(train - mean, full_matrices=False)
    v = v[:, :k]
    return mean + (images - mean) @ v @ tf.transpose(v)

# %% eigenvectors_of_the_covariance [markdown]
# Eigenvectors of the covariance, which NumPy sorts upwards.

# %% pca_reconstruct
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    _, vectors = np.linalg.eigh(np.cov(train, rowvar=False))
    first = vectors[:, ::-1][:, :k]
    return (images - mean) @ (first @ first.T) + mean

# %% full_matrices [markdown]
# The decomposition with full matrices.

# %% pca_reconstruct
def pca_reconstruct(train, images, k):
    mean = np.mean(train, 0)
    v = np.linalg.svd(train - mean)[2].T
    codes = (images - mean) @ v[:, :k]
    return codes @ v[:, :k].T + mean

# %% in_place [markdown]
# Changes both arrays, and returns float16.

# %% pca_reconstruct
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    train -= mean
    images -= mean
    components = np.linalg.svd(train, full_matrices=False)[2]
    found = np.tile(mean, (len(images), 1))
    for component in components[:k]:
        found += np.outer(images @ component, component)
    return found.astype(np.float16)

# %% rows_as_a_list [markdown]
# A list of rows.

# %% pca_reconstruct
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.svd(train - mean, full_matrices=False)[2][:k]
    return [list(mean + v.T @ (v @ (image - mean))) for image in images]

# %% sum_of_components [markdown]
# Component by component, in Python.

# %% pca_reconstruct
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    components = np.linalg.svd(train - mean, full_matrices=False)[2]
    result = np.tile(mean, (len(images), 1))
    for component in components[:k]:
        result += np.outer((images - mean) @ component, component)
    return result

# %% clipped [markdown]
# Clipped to what an image may hold.

# %% pca_reconstruct points=0.5 reason="are clipped"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.svd(train - mean, full_matrices=False)[2][:k]
    return np.clip(mean + (images - mean) @ v.T @ v, 0, 1)

# %% codes [markdown]
# Returns the codes.

# %% pca_reconstruct points=0 reason="has shape"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.svd(train - mean, full_matrices=False)[2][:k]
    return (images - mean) @ v.T

# %% components_of_the_images [markdown]
# The components of the images are taken.

# %% pca_reconstruct points=0.5 reason="those of `images`"
def pca_reconstruct(train, images, k):
    mean = images.mean(axis=0)
    v = np.linalg.svd(images - mean, full_matrices=False)[2][:k]
    return mean + (images - mean) @ v.T @ v

# %% forgets_to_return [markdown]
# No return.

# %% pca_reconstruct points=0 reason="is a `return` missing?"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.svd(train - mean, full_matrices=False)[2][:k]
    images @ v.T

# %% last_components [markdown]
# Eigenvectors in the wrong order.

# %% pca_reconstruct points=0.5 reason="the last components"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.eigh(np.cov(train.T))[1][:, :k]
    return mean + (images - mean) @ v @ v.T

# %% left_singular_vectors [markdown]
# The columns of U are taken for components.

# %% pca_reconstruct points=0.5 reason="wrong values"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    u = np.linalg.svd((train - mean).T @ (train - mean))[0][:k]
    return mean + (images - mean) @ u.T @ u

# %% mean_image [markdown]
# Gives back the mean.

# %% pca_reconstruct points=0.5 reason="the mean is given back"
def pca_reconstruct(train, images, k):
    return np.tile(train.mean(axis=0), (len(images), 1))

# %% mean_not_added [markdown]
# The mean is not added again.

# %% pca_reconstruct points=0.5 reason="not added again"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.svd(train - mean, full_matrices=False)[2][:k]
    return (images - mean) @ v.T @ v

# %% mean_not_taken_off [markdown]
# The mean is not taken off the images.

# %% pca_reconstruct points=0.5 reason="not taken off before"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.svd(train - mean, full_matrices=False)[2][:k]
    return mean + images @ v.T @ v

# %% mean_of_the_images [markdown]
# The mean of the images is taken.

# %% pca_reconstruct points=0.5 reason="the mean of `images`"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.svd(train - mean, full_matrices=False)[2][:k]
    mean = images.mean(axis=0)
    return mean + (images - mean) @ v.T @ v

# %% no_components_left_out [markdown]
# k = 0 is read as all: a slice from -k.

# %% pca_reconstruct points=2 reason="k = 0"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.eigh(np.cov(train.T))[1][:, -k:]
    return mean + (images - mean) @ v @ v.T

# %% not_centred [markdown]
# Components of the numbers themselves.

# %% pca_reconstruct points=0.5 reason="is not centred"
def pca_reconstruct(train, images, k):
    v = np.linalg.svd(train, full_matrices=False)[2][:k]
    return images @ v.T @ v

# %% one_too_many [markdown]
# One component too many.

# %% pca_reconstruct points=0.5 reason="one component too many"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.svd(train - mean, full_matrices=False)[2][: k + 1]
    return mean + (images - mean) @ v.T @ v

# %% only_as_many_as_images [markdown]
# Breaks where k is larger than the number of images.

# %% pca_reconstruct points=0.5 reason="wrong values"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.svd(train - mean, full_matrices=False)[2][:k]
    v = v[: len(images)]
    return mean + (images - mean) @ v.T @ v

# %% right mutants [markdown]
# - `np.linalg.svd(train - mean, full_matrices=False) → np.linalg.svd(train - mean)`: The first k
#   directions are the same; only more of them are computed.
# - `train - mean → mean - train`: A direction and its opposite span the same line.
