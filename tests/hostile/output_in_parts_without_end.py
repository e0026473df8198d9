# %% [markdown] base="model" notebook="5_elbo" status="too much output"
# One message of many parts, each of them as large as a part may be: 900 MB, so that a test can bear it.

# %% kl points=0
KERNEL = get_ipython().kernel
part = bytes(15_000_000)
socket = getattr(KERNEL.iopub_socket, "io_thread", KERNEL.iopub_thread).socket
socket.send_multipart([part] * 60, copy=False)
