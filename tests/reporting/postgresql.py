"""A PostgreSQL server for a test: its own data, no network, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def why_none() -> str:
    """Why there is no server here; empty where there can be one."""
    return "" if PROGRAMS else "PostgreSQL is not installed (Debian: apt-get install postgresql)"


@contextmanager
def temporary_server() -> Iterator[URL]:
    """The address of a server that was started for the block, without a password."""
    programs = PROGRAMS[-1].parent
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
        data = Path(folder, "data")
        before: list[str] = []
        if os.geteuid() == 0:  # as whom PostgreSQL does not run
            before = ["runuser", "-u", "postgres", "--"]
            shutil.chown(folder, "postgres")

        def run(program: str, *arguments: str) -> None:
            command = [*before, str(programs / program), "-D", str(data), *arguments]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

        run("initdb", "--auth=trust", "--username=grader", "--encoding=UTF8")
        options = f"-k {folder} -c listen_addresses= -c fsync=off"
        run("pg_ctl", "-w", "-o", options, "-l", f"{folder}/log", "start")
        try:
            yield URL.create(
                "postgresql+psycopg", "grader", database="postgres", query={"host": folder}
            )
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
