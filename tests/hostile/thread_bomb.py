# %% [markdown] base="model" notebook="5_elbo" status="too many processes"
# More threads than any notebook needs.

# %% kl points=0 reason="not defined"
import time
from threading import Thread

while True:
    try:
        Thread(target=time.sleep, args=[1000], daemon=True).start()
    except RuntimeError:
        time.sleep(0.1)
