# %% [markdown] base="model"
# The components of the images are taken.

# %% pca_reconstruct points=0.5 reason="those of `images`"
def pca_reconstruct(train, images, k):
    mean = images.mean(axis=0)
    v = np.linalg.svd(images - mean, full_matrices=False)[2][:k]
    return mean + (images - mean) @ v.T @ v
