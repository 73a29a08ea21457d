"""Settings from the environment: each is read with its type, and nonsense is refused in words.

All refusals of one start are collected, so that a person mends them in one go.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

T = TypeVar("T")

SHORTEST_KEY: Final = 32
"""Characters. Below it a key can be guessed; `gege init` makes keys of 64."""

ENVIRONMENT: Final[Mapping[str, str]] = {
    "DATABASE_URL": "PostgreSQL server: postgresql://user:password@host:5432/name; "
    "empty: the embedded PostgreSQL",
    "SECRET_KEY": "key of sessions and forms, 32 characters or more",
    "GEGE_TRAIL_KEY": "key of the seals of the trail, 32 characters or more",
    "GEGE_KEYS": "file of the keys that seal registers, readable by its owner only "
    "(data_keys.json of the data folder)",
    "GEGE_CIPHER": "ciphers of new keys: sm4 (SM4-GCM, HMAC-SM3) or aes (AES-256-GCM, "
    "HMAC-SHA-256) (sm4)",
    "GEGE_ACCESS_LOG_YEARS": "years for which it is kept who read what of a person (3)",
    "GEGE_SECOND_FACTOR": "who gives a second factor at each log-in: none, administrators or "
    "everyone (none)",
    "GEGE_STEP_UP_MINUTES": "minutes for which a second factor opens sensitive pages (10)",
    "ALLOWED_HOSTS": "names under which the platform is reached, with commas",
    "HOST": "address the server listens on (127.0.0.1)",
    "PORT": "port the server listens on (8000)",
    "DEBUG": "1 shows errors in the browser; never in an installation people use",
    "GEGE_HTTPS": "1 when the platform is reached by https (through a proxy in front of it)",
    "GEGE_DATA_DIR": "folder of keys, attachments and the embedded PostgreSQL (.gege)",
    "GEGE_PROCESSES": "server processes (2)",
    "GEGE_THREADS": "threads of each server process (4)",
    "GEGE_DB_POOL": "database connections of each process at most (8); 0: no pool",
    "GEGE_STATEMENT_SECONDS": "seconds after which a statement of a page is ended (30); 0: never",
    "GEGE_DEMO": "1 shows that all data are made up",
    "GEGE_IDLE_MINUTES": "minutes without use after which a person is logged out (30); 0: never",
    "GEGE_TRIAGE_HELP": "0 switches off that kinds and departments are suggested (1)",
    "GEGE_WALL_HOURS": "longest life of a wall screen in hours (168); 0: there are none",
    "GEGE_UPLOAD_MB": "largest attachment in MB (20)",
    "GEGE_UPLOAD_FILES": "attachments of one form at most (9)",
    "GEGE_SMS_URL": "where Kannel's smsbox takes texts: http://127.0.0.1:13013/cgi-bin/sendsms; "
    "empty: no SMS",
    "GEGE_SMS_USER": "name of the sendsms-user at Kannel",
    "GEGE_SMS_PASSWORD": "password of the sendsms-user at Kannel",
    "GEGE_SMS_FROM": "number that texts come from",
    "GEGE_SMS_SECRET": "secret that Kannel gives with texts and reports, 32 characters or more",
    "GEGE_SMS_ALLOW": "addresses that texts and reports may come from (127.0.0.1,::1)",
    "GEGE_SMS_CALLBACK": "where Kannel reaches the platform (http://127.0.0.1:PORT)",
    "GEGE_SMS_KIND": "kind of a matter whose text names none (G06)",
    "GEGE_SMPP_HOST": "centre that texts go to by SMPP 3.4, without Kannel; empty: none",
    "GEGE_SMPP_PORT": "its port (2775)",
    "GEGE_SMPP_USER": "name there (system_id)",
    "GEGE_SMPP_PASSWORD": "password there",
    "GEGE_SMPP_TYPE": "system_type, if the contract names one",
    "GEGE_SMPP_TLS": "1 when the centre speaks TLS",
    "GEGE_SMPP_PREFIX": "put before the numbers of China, and taken off again: 86",
    "GEGE_SMPP_CODING": "what the centre means by data_coding 0: GSM, ASCII or GBK (GSM)",
    "GEGE_SMPP_LONG": "how long texts go: in PARTS, or whole as PAYLOAD (PARTS)",
    "GEGE_SMPP_WINDOW": "messages that may wait for the centre's answer (10)",
    "GEGE_SMPP_PER_SECOND": "messages a second at most (0: as the window allows)",
    "GEGE_SMPP_ENQUIRE": "seconds of silence after which the centre is asked for a sign (30)",
    "GEGE_MMS_URL": "where the centre of picture messages takes them by MM7; empty: none go out",
    "GEGE_MMS_USER": "name there (HTTP Basic)",
    "GEGE_MMS_PASSWORD": "password there",
    "GEGE_MMS_VASP": "who we are there (VASPID)",
    "GEGE_MMS_VAS": "which service of ours (VASID)",
    "GEGE_MMS_FROM": "number that picture messages come from",
    "GEGE_MMS_SECRET": "secret that the centre gives with picture messages, 32 characters or more",
    "GEGE_MMS_ALLOW": "addresses that picture messages may come from (127.0.0.1,::1)",
    "GEGE_MMS_MB": "largest picture message in MB (4)",
    "GEGE_MAIL_HOST": "SMTP server for e-mail; empty: no e-mail",
    "GEGE_MAIL_PORT": "port of the SMTP server (25)",
    "GEGE_MAIL_USER": "name at the SMTP server, if it asks for one",
    "GEGE_MAIL_PASSWORD": "password at the SMTP server",
    "GEGE_MAIL_TLS": "1 when the SMTP server speaks STARTTLS",
    "GEGE_MAIL_FROM": "address that e-mail comes from (gege@localhost)",
    "GEGE_OPEN311_CONTACT": "who answers for the interfaces, as Open311 tells its clients",
    "GEGE_OPEN311_PER_MINUTE": "Open311 requests without a key a minute from one address (300)",
    "GEGE_CALL_NETWORKS": "networks besides public ones that the platform may call (webhooks, the "
    "opinion platform), with commas: 10.20.0.0/16",
    "GEGE_CALL_HTTP": "1 lets the platform call other systems by http too",
    "GEGE_CALL_CA": "file with certificate authorities (PEM) that other systems are trusted by",
    "GEGE_EXCHANGE_DIR": "folder of the files that departments give and are given (exchange in the "
    "data folder)",
    "GEGE_PROVINCE_DIR": "folder of the days' files for the province (province in the data folder)",
    "GEGE_EXCHANGE_PLAIN": "networks in which a department's database is read without TLS: "
    "127.0.0.0/8,10.1.0.0/16 (none)",
    "GEGE_SOURCE_": "beginning of the names that hold passwords of departments' sources: "
    "GEGE_SOURCE_HOUSING, and with _HOST behind it the host that it may go to",
    "GEGE_PAPER_FONT": "TrueType font (.ttf) that papers in PDF carry; empty: Noto Sans SC",
    "GEGE_PAPER_FONT_BOLD": "its bold one; empty: GEGE_PAPER_FONT for both",
    "GEGE_PORTAL_URL": "address of the platform as residents reach it, for QR codes: "
    "https://grid.example.org; empty: that of the request",
    "GEGE_PORTAL_WORKERS": "what the portal tells of a grid's worker: none, surname, name or phone "
    "(surname)",
    "GEGE_PORTAL_REPORTS": "reports an hour from one address on the portal (30)",
    "GEGE_PORTAL_REPORTS_ALL": "reports an hour from everybody on the portal (1000)",
    "GEGE_MAP_TILES": "tiles of the operator's own server under the map: "
    "https://tiles.example.org/{z}/{x}/{y}.png; empty: none",
    "GEGE_MAP_CRS": "coordinate system of these tiles: WGS84, CGCS2000 or GCJ02 (WGS84)",
    "GEGE_MAP_WORDS": "whose the tiles are, with the number of their approval",
    "GEGE_LOG_LEVEL": "DEBUG, INFO, WARNING or ERROR (INFO)",
    "GEGE_TEST_DB": "name of the database of the tests (test_gege)",
}
"""Every environment variable the platform reads, with its meaning and (default)."""

_YES: Final = frozenset({"1", "true", "yes", "on"})
_NO: Final = frozenset({"", "0", "false", "no", "off"})
_HOST: Final = re.compile(r"^(\*|\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\])$")
_TILES: Final = re.compile(
    r"(https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?)?/(?!/)[A-Za-z0-9._~/{}?=&%-]*"
)
_DATABASE_OPTIONS: Final = frozenset(
    {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name", "host"}
)


class SettingsError(Exception):
    """The environment holds nonsense. `problems` are sentences that say how to mend it."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        lines = ["Gege cannot start with these settings:", *(f"  - {one}" for one in problems)]
        lines.append("docs/operations.md describes every setting; `gege doctor` looks further.")
        super().__init__("\n".join(lines))


class Environment:
    """Typed readers over environment variables.

    A reader returns its default where a value is refused and notes the problem; call
    `refuse_nonsense` after the last one.
    """

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self.values = os.environ if values is None else values
        self.problems: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        """Return a value without the white space around it."""
        return self.values.get(name, "").strip() or default

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        """Return one of `allowed`, in capitals as they are."""
        value = self.text(name, default).upper()
        if value in allowed:
            return value
        return self._refuse(name, f"is {value!r}: choose one of {', '.join(allowed)}.", default)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a yes or no: 1/true/yes/on, 0/false/no/off."""
        if name not in self.values:
            return default
        value = self.text(name).lower()
        if value in _YES | _NO:
            return value in _YES
        return self._refuse(name, f"is {value!r}: write 1 for yes or 0 for no.", default)

    def whole(self, name: str, default: int, *, low: int, high: int) -> int:
        """Return a whole number of [low, high]."""
        value = self.text(name)
        if not value:
            return default
        if not re.fullmatch(r"[0-9]{1,12}", value) or not low <= int(value) <= high:
            text = f"is {value!r}: write a whole number from {low} to {high}."
            return self._refuse(name, text, default)
        return int(value)

    def key(self, name: str, *, default: str | None) -> str:
        """Return a secret key; None as default means that it must be given."""
        value = self.text(name)
        if not value and default is None:
            text = "is missing: run `gege init`, or set it to 32 random characters or more."
            return self._refuse(name, text, "")
        if value and len(value) < SHORTEST_KEY:
            text = f"has {len(value)} characters: a key needs {SHORTEST_KEY} random ones or more."
            return self._refuse(name, text, "")
        return value or default or ""

    def hosts(self, name: str, default: str) -> list[str]:
        """Return host names separated by commas: no scheme, no port, no path."""
        names = [one.strip() for one in self.text(name, default).split(",") if one.strip()]
        wrong = [one for one in names if not _HOST.match(one)]
        if wrong:
            text = f"holds {wrong[0]!r}: write names like grid.example.org, with commas between."
            return self._refuse(name, text, default.split(","))
        return names

    def networks(self, name: str) -> tuple[IPv4Network | IPv6Network, ...]:
        """Return networks or single addresses, separated by commas."""
        found = []
        for one in self.text(name).split(","):
            if not one.strip():
                continue
            try:
                found.append(ip_network(one.strip()))
            except ValueError:
                text = f"holds {one.strip()!r}: write networks like 10.20.0.0/16, with commas."
                return self._refuse(name, text, ())
        return tuple(found)

    def file(self, name: str) -> str:
        """Return the path of a file that can be read; "" when none is named."""
        path = self.text(name)
        if path and not os.access(path, os.R_OK):
            return self._refuse(name, f"is {path}: there is no such file that can be read.", "")
        return path

    def tiles(self, name: str) -> str:
        """Return the address of map tiles, with its three numbers; "" when none is named."""
        value = self.text(name)
        if value and not _TILES.fullmatch(value):
            text = "must be like https://tiles.example.org/{z}/{x}/{y}.png, or /tiles/{z}/{x}/{y}."
            return self._refuse(name, text, "")
        if value and sorted(re.findall(r"\{(.*?)\}", value)) != ["x", "y", "z"]:
            return self._refuse(name, "must hold {z}, {x} and {y}, each once.", "")
        return value

    def named(self, beginning: str) -> dict[str, str]:
        """Return all values whose names begin so; an empty one is none."""
        names = [one for one in self.values if one.startswith(beginning) and one != beginning]
        return {one: self.text(one) for one in sorted(names) if self.text(one)}

    def folder(self, name: str, default: Path) -> Path:
        """Return a folder that exists or can be made, as an absolute path."""
        path = Path(self.text(name) or default).expanduser().resolve()
        if path.exists() and not path.is_dir():
            return self._refuse(name, f"is {path}: a file stands there, name a folder.", default)
        return path

    def database(self, name: str) -> dict[str, Any] | None:
        """Return the connection of a database URL in Django's words; None when it is empty."""
        value = self.text(name)
        if not value:
            return None
        try:
            return read_database_url(value)
        except ValueError as error:
            self._refuse(name, str(error), None)
            return {}

    def one_of(self, first: str, second: str) -> None:
        """Refuse two settings of which only one may be given."""
        if self.text(first) and self.text(second):
            self._refuse(first, f"is given beside {second}: choose one of them.", None)

    def refuse(self, name: str, text: str) -> None:
        """Note a problem that somebody else found with a setting."""
        self._refuse(name, text, None)

    def refuse_nonsense(self) -> None:
        """Raise SettingsError with every problem noted so far."""
        if self.problems:
            raise SettingsError(tuple(self.problems))

    def _refuse(self, name: str, text: str, default: T) -> T:
        self.problems.append(f"{name} {text}")
        return default


def data_dir(env: Environment) -> Path:
    """Return the folder of the installation's data: in the checkout, or where it was started."""
    checkout = Path(__file__).resolve().parents[2]
    home = checkout if (checkout / "pyproject.toml").exists() else Path.cwd()
    return env.folder("GEGE_DATA_DIR", home / ".gege")


def read_database_url(url: str) -> dict[str, Any]:
    """Read postgresql://user:password@host:port/name?sslmode=require.

    A socket folder is given as ?host=/run/postgresql. Raises ValueError with a sentence that
    never repeats the password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("cannot be read: its port must be a number.") from None
    shape = "write postgresql://user:password@host:5432/name."
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError(f"begins with {parts.scheme or 'nothing'}://: {shape}")
    name = unquote(parts.path.lstrip("/"))
    if not name or "/" in name:
        raise ValueError(f"names no database: {shape}")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = sorted(set(options) - _DATABASE_OPTIONS)
    if unknown:
        allowed = ", ".join(sorted(_DATABASE_OPTIONS))
        raise ValueError(f"has the option {unknown[0]!r}: these are known: {allowed}.")
    host = options.pop("host", "") or parts.hostname or ""
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": str(port or ""),
        "OPTIONS": options,
    }
