# %% [markdown] base="model" notebook="5_elbo"
# Writes wherever it can: the course, the interpreter, devices, the system.

# %% log_evidence
import os
import sys
from pathlib import Path

import numpy

NAME = "hostile_was_here"
for folder in (
    "@COURSE@",
    "@COURSE@/submitted",
    "@FOLDER@",
    "@HOME@",
    "/tmp",
    "/var/tmp",
    "/dev",
    "/dev/shm",
    "/etc",
    "/usr/bin",
    "/",
    "/srv",
    "/root",
    sys.prefix,
    sys.base_prefix,
    Path(numpy.__file__).parent,
    Path(numpy.__file__).parents[1] / "autograder",
    "/proc/1/root/@FOLDER@",
    "/proc/sys/kernel",
):
    try:
        Path(folder, NAME).write_text("x")
        print(folder, "written")
    except OSError as error:
        print(folder, error.strerror)
for path in (
    "/proc/sys/user/max_user_namespaces",
    "/proc/sysrq-trigger",
    "/proc/self/oom_score_adj",
    "/proc/sys/kernel/core_pattern",
    "/srv/mnist.npz",
    numpy.__file__,
    sys.executable,
):
    try:
        with open(path, "r+") as file:
            file.write("0")
        print(path, "opened")
    except OSError as error:
        print(path, error.strerror)
for command in ("mount -t tmpfs x /usr", "unshare -Ur id", "sudo -n id", "su -c id", "bwrap --bind / / id"):
    print(command, os.system(command))


def log_evidence(prior, likelihood):
    with np.errstate(divide="ignore"):
        return np.logaddexp.reduce(np.log(prior) + np.log(likelihood))
