# %% [markdown] base="model"
# One component too many.

# %% pca_reconstruct points=0.5 reason="one component too many"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.svd(train - mean, full_matrices=False)[2][: k + 1]
    return mean + (images - mean) @ v.T @ v
