# %% [markdown] base="model" notebook="5_elbo" status="out of memory"
# Processes that only root may look into (PR_SET_DUMPABLE).

# %% kl points=0 reason="not defined"
import ctypes
import os
import time

libc = ctypes.CDLL(None)
libc.prctl(4, 0, 0, 0, 0)
for _ in range(4):
    if os.fork() == 0:
        libc.prctl(15, b"hostile", 0, 0, 0)
        libc.prctl(4, 0, 0, 0, 0)
        kept = b"x" * 700_000_000
        time.sleep(1000)
while time.process_time() < 30:  # at work, so that its waits for a processor do not count
    pass
print("nobody minds 2,800 MB")
