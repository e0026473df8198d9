# %% [markdown] base="model" notebook="5_elbo"
# Sends messages of millions of lists, which take thirty times as much memory once they are read.

# %% log_evidence points=0
import time

KERNEL = get_ipython().kernel
LISTS = b"[[]" + b",[]" * 20_000_000 + b"]"
HEADER = b'{"msg_id": "x", "msg_type": "stream", "lists": ' + LISTS + b"}"
OTHER = b'{"lists": ' + LISTS + b"}"
SMALL = b'{"msg_id": "y", "msg_type": "stream"}'
for parts in ([HEADER, OTHER, OTHER, OTHER], [SMALL, b"{}", b"{}", OTHER], [SMALL, b"{}", OTHER, b"{}"]):
    signature = KERNEL.session.sign(parts)
    KERNEL.iopub_socket.send_multipart([b"stream", b"<IDS|MSG>", signature, *parts])
time.sleep(2)


def log_evidence(prior, likelihood):
    return 1.0
