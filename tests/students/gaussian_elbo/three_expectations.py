# %% [markdown] base="model"
# Three expectations with the second moment, with `math`.

# %% gaussian_elbo
def gaussian_elbo(x, mean, variance, noise):
    import math

    second = mean * mean + variance
    a = -math.log(2 * math.pi * noise) - (x * x - 2 * x * mean + second) / noise
    b = -math.log(2 * math.pi) - second
    c = -math.log(2 * math.pi * variance) - 1
    return (a + b - c) / 2
