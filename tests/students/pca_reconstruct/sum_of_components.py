# %% [markdown] base="model"
# Component by component, in Python.

# %% pca_reconstruct
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    components = np.linalg.svd(train - mean, full_matrices=False)[2]
    result = np.tile(mean, (len(images), 1))
    for component in components[:k]:
        result += np.outer((images - mean) @ component, component)
    return result
