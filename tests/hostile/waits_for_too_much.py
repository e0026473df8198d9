# %% [markdown] base="model" notebook="5_elbo" status="out of memory"
# Epolls with millions of entries, of which an account has only so many for all of its processes.

# %% kl points=0 reason="not defined"
import ctypes
import os
import select
import time

for _ in range(22):
    if os.fork() == 0:
        ctypes.CDLL(None).prctl(15, b"hostile", 0, 0, 0)
        awaited = [os.eventfd(0) for _ in range(500)]
        epolls = []
        try:
            while True:
                epolls.append(select.epoll())
                for one in awaited:
                    epolls[-1].register(one)
        except OSError:
            time.sleep(1000)
while time.process_time() < 30:  # at work, so that its waits for a processor do not count
    pass
print("nobody minds")
