# %% [markdown] base="model" notebook="5_elbo" status="out of memory"
# Page tables again, a part of them in each of eight processes.

# %% kl points=0 reason="not defined"
import ctypes
import os
import time

libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
size = 1 << 38
for _ in range(8):
    if os.fork() == 0:
        libc.prctl(15, b"hostile", 0, 0, 0)
        place = libc.mmap(None, ctypes.c_size_t(size), 1, 0x4022, -1, 0)
        libc.madvise(ctypes.c_void_p(place), ctypes.c_size_t(size), 15)
        for address in range(place, place + size, 1 << 21):
            ctypes.c_char.from_address(address).value
        time.sleep(1000)
while time.process_time() < 30:  # at work, so that its waits for a processor do not count
    pass
print("nobody minds 4 GB of page tables")
