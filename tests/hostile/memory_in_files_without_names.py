# %% [markdown] base="model" notebook="5_elbo"
# Memory in files that have no name and are mapped by no process.

# %% kl points=0 reason="not defined"
import os
import time

kept, block = [], bytes(10_000_000)
for number in range(20):
    kept.append(os.memfd_create(f"hostile{number}"))
    for _ in range(20):
        os.write(kept[-1], block)
time.sleep(1)
print("nobody minds 4 GB")
