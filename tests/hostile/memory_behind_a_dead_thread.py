# %% [markdown] base="model" notebook="5_elbo" status="out of memory"
# Children whose first thread has ended; what /proc tells of their memory went with it.

# %% kl points=0 reason="not defined"
import ctypes
import os
import time
from threading import Event, Thread

libc = ctypes.CDLL(None)
EXIT_THREAD = 60


def keep(ready):
    libc.prctl(15, b"hostile", 0, 0, 0)
    ready.wait()
    kept = b"x" * 700_000_000
    time.sleep(1000)


for _ in range(4):
    if os.fork() == 0:
        ready = Event()
        Thread(target=keep, args=[ready]).start()
        ready.set()
        libc.syscall(EXIT_THREAD, 0)
time.sleep(6)
print("nobody minds 2,800 MB")
