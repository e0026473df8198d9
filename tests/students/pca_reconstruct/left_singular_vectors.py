# %% [markdown] base="model"
# The columns of U are taken for components.

# %% pca_reconstruct points=0.5 reason="wrong values"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    u = np.linalg.svd((train - mean).T @ (train - mean))[0][:k]
    return mean + (images - mean) @ u.T @ u
