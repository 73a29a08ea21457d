"""Run a command against a PostgreSQL of Debian: a cluster of its own, thrown away afterwards.

    python tools/debian_cluster.py [--version 15] -- pytest -n 2

The command gets DATABASE_URL. The cluster listens on a free port of the loopback, runs as the
user postgres when this is run by root, and is asked for no password while it lives.
"""

from __future__ import annotations

import argparse
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql")
OWNER = "postgres"
OPTIONS = "-c fsync=off -c max_connections=60 -c shared_buffers=128MB"
"""Without fsync: nothing here outlives the run."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the cluster, run the command, stop the cluster; returns the command's code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--version", default="15", help="version of PostgreSQL (15)")
    parser.add_argument("command", nargs="+", help="the command, after --")
    asked = parser.parse_args(arguments)
    programs = PROGRAMS / asked.version / "bin"
    if not (programs / "initdb").exists():
        package = f"postgresql-{asked.version}"
        print(f"PostgreSQL {asked.version} is missing: install {package}.", file=sys.stderr)
        return 1
    home = Path(tempfile.mkdtemp(prefix="gege-cluster-"))
    try:
        return _run_in(home, programs, asked.command)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run_in(home: Path, programs: Path, command: Sequence[str]) -> int:
    if os.geteuid() == 0:
        owner = pwd.getpwnam(OWNER)
        os.chown(home, owner.pw_uid, owner.pw_gid)
    data, port = home / "data", _free_port()
    _postgres(home, programs / "initdb", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
              "-U", OWNER, "-D", str(data))  # fmt: skip
    listen = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= {OPTIONS}"
    _postgres(home, programs / "pg_ctl", "-D", str(data), "-l", str(home / "log"), "-w",
              "-o", listen, "start")  # fmt: skip
    try:
        url = f"postgresql://{OWNER}@127.0.0.1:{port}/{OWNER}"
        return subprocess.run(
            command, env={**os.environ, "DATABASE_URL": url}, check=False
        ).returncode
    finally:
        _postgres(home, programs / "pg_ctl", "-D", str(data), "-m", "immediate", "stop")


def _postgres(home: Path, *command: str | Path) -> None:
    root = os.geteuid() == 0
    subprocess.run(
        command,
        cwd=home,
        user=OWNER if root else None,
        group=OWNER if root else None,
        extra_groups=[] if root else None,
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main())
