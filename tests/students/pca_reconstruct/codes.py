# %% [markdown] base="model"
# Returns the codes.

# %% pca_reconstruct points=0 reason="has shape"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.svd(train - mean, full_matrices=False)[2][:k]
    return (images - mean) @ v.T
