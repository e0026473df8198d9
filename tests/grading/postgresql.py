"""A server of PostgreSQL of one's own, where Debian's is installed."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
WHY_NONE = "" if PROGRAMS else "needs PostgreSQL: apt-get install postgresql"
ACCOUNT = "postgres"  # the server refuses to be root's


@contextmanager
def postgresql_server() -> Iterator[str]:
    """The URL of an empty database on a new server, which is met by a socket and by nobody else."""
    as_account = ["setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--clear-groups"]
    prefix = as_account if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        data = f"{folder}/data"
        if prefix:
            subprocess.run(["chown", ACCOUNT, folder], check=True)

        def run(program: str, *arguments: str) -> None:
            command = [*prefix, str(PROGRAMS[-1] / program), *arguments]
            subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)

        run("initdb", "--auth=trust", "--username=grader", f"--pgdata={data}")
        options = f"-k {folder} -c listen_addresses="
        run(
            "pg_ctl",
            "-w",
            f"--pgdata={data}",
            f"--log={folder}/log",
            f"--options={options}",
            "start",
        )
        try:
            yield f"postgresql://grader@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-w", "-m", "fast", f"--pgdata={data}", "stop")
