# %% [markdown] base="model"
# The mean is not taken off the images.

# %% pca_reconstruct points=0.5 reason="not taken off before"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.svd(train - mean, full_matrices=False)[2][:k]
    return mean + images @ v.T @ v
