# %% [markdown] base="model" notebook="5_elbo"
# Calls out by every kind of socket: to this machine, to the world, to names.

# %% log_evidence
import socket
from threading import Thread
from urllib.request import urlopen


def reach(kind, family, address):
    with socket.socket(family, kind) as connection:
        connection.settimeout(1)
        try:
            if kind == socket.SOCK_DGRAM:
                print(address, connection.sendto(b"hello", address))
            else:
                connection.connect(address)
                print(address, "CONNECTED", connection.send(b"hello"))
        except OSError as error:
            print(address, error)


for arguments in (
    (socket.SOCK_STREAM, socket.AF_INET, ("127.0.0.1", int("@PORT@"))),
    (socket.SOCK_STREAM, socket.AF_INET, ("0.0.0.0", int("@PORT@"))),
    (socket.SOCK_STREAM, socket.AF_INET6, ("::1", int("@PORT6@"))),
    (socket.SOCK_DGRAM, socket.AF_INET, ("127.0.0.1", int("@PORT_UDP@"))),
    (socket.SOCK_STREAM, socket.AF_UNIX, "\0@ABSTRACT@"),
    (socket.SOCK_STREAM, socket.AF_UNIX, "@FOLDER@/listener"),
    (socket.SOCK_STREAM, socket.AF_UNIX, "/run/docker.sock"),
    (socket.SOCK_STREAM, socket.AF_UNIX, "/run/dbus/system_bus_socket"),
    (socket.SOCK_STREAM, socket.AF_INET, ("1.1.1.1", 80)),
    (socket.SOCK_DGRAM, socket.AF_INET, ("1.1.1.1", 53)),
):
    reach(*arguments)


def resolve():
    try:
        print(socket.getaddrinfo("example.org", 80))
    except OSError as error:
        print(error)


resolving = Thread(target=resolve, daemon=True)
resolving.start()
resolving.join(1)
for kind in (socket.AF_PACKET, socket.AF_NETLINK, socket.AF_VSOCK):
    try:
        socket.socket(kind, socket.SOCK_RAW).close()
        print(kind, "opened")
    except OSError as error:
        print(kind, error)


def log_evidence(prior, likelihood):
    with np.errstate(divide="ignore"):
        return np.logaddexp.reduce(np.log(prior) + np.log(likelihood))
