# %% [markdown] base="model"
# Breaks where k is larger than the number of images.

# %% pca_reconstruct points=0.5 reason="wrong values"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.svd(train - mean, full_matrices=False)[2][:k]
    v = v[: len(images)]
    return mean + (images - mean) @ v.T @ v
