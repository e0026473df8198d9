# %% [markdown] base="model" notebook="5_elbo" status="crashed"
# Texts that cost their reader more than they hold: a number of 900,000 digits, lists and dicts 100,000 deep.
# Nobody reads what is sent while the visible test runs, so that its cell is stopped.

# %% log_evidence points=0 reason="cannot be read"
import gc
import struct

CONNECTION = next(
    thing.connection for thing in gc.get_objects() if type(thing).__name__ == "CallServer"
)


def log_evidence(prior, likelihood):
    text = b'{"result": ' + b"9" * 900_000 + b"}"
    CONNECTION.sendall(struct.pack("!QQ", len(text), 0) + text)


# %% posterior points=0 reason="expected shape"
def posterior(prior, likelihood):
    return [()] * 250_000


# %% kl points=0 reason="nested"
def kl(q, p):
    result = 1.0
    for _ in range(100):
        result = [result]
    return result


# %% gaussian_elbo points=0 reason="cannot be read"
import gc
import struct

CONNECTION = next(
    thing.connection for thing in gc.get_objects() if type(thing).__name__ == "CallServer"
)


def gaussian_elbo(x, mean, variance, noise):
    text = b'{"a":' * 100_000
    CONNECTION.sendall(struct.pack("!QQ", len(text), 0) + text)
