# %% [markdown] base="model"
# The mean of the images is taken.

# %% pca_reconstruct points=0.5 reason="the mean of `images`"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.svd(train - mean, full_matrices=False)[2][:k]
    mean = images.mean(axis=0)
    return mean + (images - mean) @ v.T @ v
