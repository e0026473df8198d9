# %% [markdown] base="model"
# The decomposition with full matrices.

# %% pca_reconstruct
def pca_reconstruct(train, images, k):
    mean = np.mean(train, 0)
    v = np.linalg.svd(train - mean)[2].T
    codes = (images - mean) @ v[:, :k]
    return codes @ v[:, :k].T + mean
