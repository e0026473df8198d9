# %% [markdown] base="model" notebook="5_elbo" status="out of memory"
# Shared memory whose mapping a child holds, that may not be looked into, and whose pages are let go of.

# %% kl points=0 reason="not defined"
import ctypes
import mmap
import os
import time

if os.fork() == 0:
    libc = ctypes.CDLL(None)
    libc.prctl(15, b"hostile", 0, 0, 0)
    libc.prctl(4, 0, 0, 0, 0)
    kept, block = [], bytes(1_000_000)
    for _ in range(30):
        kept.append(mmap.mmap(-1, 100_000_000))
        for _ in range(100):
            kept[-1].write(block)
        kept[-1].madvise(mmap.MADV_DONTNEED)
    time.sleep(1000)
while time.process_time() < 30:  # at work, so that its waits for a processor do not count
    pass
print("nobody minds 3 GB")
