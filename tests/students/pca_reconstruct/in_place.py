# %% [markdown] base="model"
# Changes both arrays, and returns float16.

# %% pca_reconstruct
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    train -= mean
    images -= mean
    components = np.linalg.svd(train, full_matrices=False)[2]
    found = np.tile(mean, (len(images), 1))
    for component in components[:k]:
        found += np.outer(images @ component, component)
    return found.astype(np.float16)
