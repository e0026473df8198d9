# %% [markdown] base="model"
# The mean is not added again.

# %% pca_reconstruct points=0.5 reason="not added again"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.svd(train - mean, full_matrices=False)[2][:k]
    return (images - mean) @ v.T @ v
