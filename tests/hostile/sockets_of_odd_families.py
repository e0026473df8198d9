# %% [markdown] base="model" notebook="5_elbo"
# Sockets that reach the host of a virtual machine, or code of the system's kernel that is little used.

# %% log_evidence
import errno
import socket

USUAL = {(1, 0), (2, 0), (2, 6), (2, 17), (10, 0), (10, 6), (10, 17), (16, 0)}  # families, protocols
found = []
for family in range(46):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        for protocol in (0, 1, 6, 12, 16, 17, 132, 136, 262):
            try:
                socket.socket(family, kind, protocol).close()
            except OSError as error:
                if error.errno == errno.ENOSYS:
                    continue
            if (family, protocol) not in USUAL:
                found.append((family, kind, protocol))
print(found)
if not found:

    def log_evidence(prior, likelihood):
        with np.errstate(divide="ignore"):
            return np.logaddexp.reduce(np.log(prior) + np.log(likelihood))
