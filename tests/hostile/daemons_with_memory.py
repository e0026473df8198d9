# %% [markdown] base="model" notebook="5_elbo" status="out of memory"
# Daemons, in sessions of their own and children of nobody, hold the memory.

# %% kl points=0 reason="not defined"
import ctypes
import os
import time

for _ in range(4):
    child = os.fork()
    if child == 0:
        os.setsid()
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(15, b"hostile", 0, 0, 0)
            kept = b"x" * 700_000_000
            time.sleep(1000)
        os._exit(0)
    os.waitpid(child, 0)
while time.process_time() < 30:  # at work, so that its waits for a processor do not count
    pass
print("nobody minds 2,800 MB")
