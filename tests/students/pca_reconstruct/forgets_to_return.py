# %% [markdown] base="model"
# No return.

# %% pca_reconstruct points=0 reason="is a `return` missing?"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.svd(train - mean, full_matrices=False)[2][:k]
    images @ v.T
