# %% [markdown] base="model" notebook="5_elbo" status="out of memory"
# One page in each 2 MB is read, of a file of no bytes in memory: all that grows are page tables.

# %% kl points=0 reason="not defined"
import ctypes
import time

libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
PROT_READ, MAP_PRIVATE, MAP_ANONYMOUS, MAP_NORESERVE = 1, 2, 0x20, 0x4000
STEP = 1 << 21
size = 1 << 40
place = libc.mmap(
    None, ctypes.c_size_t(size), PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0
)
libc.madvise(ctypes.c_void_p(place), ctypes.c_size_t(size), 15)  # no huge pages
for address in range(place, place + size, STEP):
    ctypes.c_char.from_address(address).value
time.sleep(2)
print("nobody minds 2 GB of page tables")
