# %% [markdown] base="model" notebook="5_elbo"
# System V's shared memory, filled and let go of.

# %% kl points=0 reason="not defined"
import ctypes
import time

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
SIZE = 500_000_000
for _ in range(8):
    segment = libc.shmget(0, SIZE, 0o1600)
    place = libc.shmat(segment, None, 0)
    if segment < 0:
        raise OSError(ctypes.get_errno())
    ctypes.memset(place, 1, SIZE)
    libc.shmdt(ctypes.c_void_p(place))
time.sleep(1)
print("nobody minds 4 GB")
