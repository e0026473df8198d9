# %% [markdown] base="model" notebook="5_elbo" status="out of memory"
# Shared memory that is mapped and stays mapped.

# %% kl points=0 reason="not defined"
import mmap
import time

kept, block = [], bytes(1_000_000)
for _ in range(40):
    kept.append(mmap.mmap(-1, 100_000_000))
    for _ in range(100):
        kept[-1].write(block)
time.sleep(1)
print("nobody minds 4 GB")
