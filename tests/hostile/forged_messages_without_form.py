# %% [markdown] base="model" notebook="5_elbo"
# Sends messages that are none on the kernel's own sockets.

# %% log_evidence points=0
KERNEL = get_ipython().kernel
SEND = KERNEL.session.send
PARENT = KERNEL.get_parent()
for kind, content in (
    ("stream", {"name": ["stdout"], "text": {"a": 1}}),
    ("error", {"ename": 1, "evalue": None, "traceback": "abc"}),
    ("display_data", {"data": {"text/plain": [1, 2], "image/png": "<script>"}, "transient": 7}),
    ("clear_output", {"wait": "never"}),
    ("update_display_data", {"data": {}, "transient": {"display_id": {}}}),
    ("comm_open", {"comm_id": 1, "target_name": 2, "data": 3}),
    ("execute_input", {"code": 0, "execution_count": {}}),
):
    SEND(KERNEL.iopub_socket, kind, content, parent=PARENT)
KERNEL.iopub_socket.send_multipart([b"x", b"<IDS|MSG>", b"no signature", b"{}", b"{}", b"{}", b"[]"])


def log_evidence(prior, likelihood):
    return 1.0
