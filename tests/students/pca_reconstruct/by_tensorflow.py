# %% [markdown] base="model"
# TensorFlow's decomposition.

# %% pca_reconstruct
def pca_reconstruct(train, images, k):
    mean = tf.reduce_mean(train, axis=0)
    _, _, v = tf.linalg.svd(train - mean, full_matrices=False)
    v = v[:, :k]
    return mean + (images - mean) @ v @ tf.transpose(v)
