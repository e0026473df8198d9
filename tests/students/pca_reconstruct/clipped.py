# %% [markdown] base="model"
# Clipped to what an image may hold.

# %% pca_reconstruct points=0.5 reason="are clipped"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.svd(train - mean, full_matrices=False)[2][:k]
    return np.clip(mean + (images - mean) @ v.T @ v, 0, 1)
