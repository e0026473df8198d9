# %% [markdown] base="model" notebook="5_elbo"
# Waits for somebody at the keyboard, starts an event loop in the loop, and says good bye.

# %% log_evidence points=0 reason="is not defined"
answer = input("How many points? ")


def log_evidence(prior, likelihood):
    return 0.0


# %% posterior
import asyncio
import sys


def posterior(prior, likelihood):
    relative = likelihood / likelihood.max()
    return prior * relative / np.sum(prior * relative)


try:
    asyncio.run(asyncio.sleep(0))
except RuntimeError as error:
    print(error)
await asyncio.sleep(0)
asyncio.get_running_loop().create_task(asyncio.sleep(1000))

# %% gaussian_elbo
def gaussian_elbo(x, mean, variance, noise):
    distance = (x - mean) ** 2 + variance
    reconstruction = -0.5 * np.log(2 * np.pi * noise) - distance / (2 * noise)
    return reconstruction - 0.5 * (mean**2 + variance - 1 - np.log(variance))


exit()
sys.exit(1)
