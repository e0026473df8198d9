# %% [markdown] base="model"
# Components of the numbers themselves.

# %% pca_reconstruct points=0.5 reason="is not centred"
def pca_reconstruct(train, images, k):
    v = np.linalg.svd(train, full_matrices=False)[2][:k]
    return images @ v.T @ v
