# %% [markdown] base="model"
# A list of rows.

# %% pca_reconstruct
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.svd(train - mean, full_matrices=False)[2][:k]
    return [list(mean + v.T @ (v @ (image - mean))) for image in images]
