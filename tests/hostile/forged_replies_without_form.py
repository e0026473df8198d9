# %% [markdown] base="model" notebook="5_elbo" status="crashed"
# Replies with a pickle in the place of an array, and with lengths that no reply has.

# %% log_evidence points=0
import gc
import io
import os
import struct

CONNECTION = next(
    thing.connection for thing in gc.get_objects() if type(thing).__name__ == "CallServer"
)


class Command:
    def __reduce__(self):
        return os.system, ("touch @FOLDER@/hostile_was_here",)


def log_evidence(prior, likelihood):
    if len(prior) != 17:
        return np.log(np.sum(prior * likelihood))
    pickled = io.BytesIO()
    np.save(pickled, np.array([Command()], dtype=object), allow_pickle=True)
    text = b'{"result": ["array"]}'
    CONNECTION.sendall(struct.pack("!QQ", len(text), pickled.tell()) + text + pickled.getvalue())
    return 1.0


# %% kl points=0
import gc
import struct

CONNECTION = next(
    thing.connection for thing in gc.get_objects() if type(thing).__name__ == "CallServer"
)


def kl(q, p):
    if list(p) == [0.4, 0.6, 0]:
        CONNECTION.sendall(struct.pack("!QQ", 2**63, 2**63) + b"[" * 1000)
    believed = q > 0
    return np.sum(q[believed] * np.log(q[believed] / p[believed]))
