"""Rows of a department's table or view, in whatever database it is kept. Nothing is written there.

The name is looked up once and checked against the networks that may be called, and the checked
address is connected to. The transaction reads only, each statement has an end, and rows come
through a cursor of the server, some hundred at once. Nothing goes over a network unencrypted, or
to a server whose certificate is not that of its name, unless the operator named it as an own one.
"""

import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any, Final

from django.conf import settings
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Select,
    column,
    create_engine,
    extract,
    func,
    inspect,
    make_url,
    select,
    table,
    text,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool
from sqlalchemy.sql import quoted_name

from gege.exchange.errors import Away
from gege.exchange.models import Source
from gege.exchange.pulling.harvest import Harvest, Row
from gege.exchange.rules.cursors import Place, read_cursor
from gege.exchange.rules.figures import MOST_LINES, Count, Key
from gege.exchange.rules.sources import DIALECTS, table_of
from gege.openapi.api import NotCalled, checked_ip

CONNECT_SECONDS: Final = 10
STATEMENT_SECONDS: Final = 300
ROWS_AT_ONCE: Final = 500


def read_table(source: Source, harvest: Harvest, password: str) -> None:
    """Take the rows of a table that changed since the cursor, oldest first; all without one.

    Raises Away for a database that is away, refuses, or has no such table or column.
    """
    after = read_cursor(source.cursor)
    with _connected(source, password) as line:
        _check_names(line, source, harvest.columns)
        for row in _streamed(line, _wanted(source, harvest.columns, after)):
            harvest.take(row)
            if harvest.full:
                # What a whole table has beyond is never reached without a change column.
                harvest.more = bool(source.change_column)
                if not harvest.more:
                    raise Away("too_many_rows")
                break


def count_table(source: Source, password: str) -> dict[Key, Count]:
    """Return how many rows the table has, by area and by month of change. Raises Away."""
    areas = _column(source.area_column) if source.area_column else None
    change = _column(source.change_column) if source.change_column else None
    with _connected(source, password) as line:
        named = [one for one in (source.area_column, source.change_column) if one]
        types = _check_names(line, source, named)
        parts: list[Any] = []
        if areas is not None:
            parts.append(func.substr(areas, 1, 12))
        if change is not None and types[source.change_column] != "number":
            parts += [extract("year", change), extract("month", change)]
        rows = select(*parts, func.count()).select_from(_table(source))
        if parts:
            rows = rows.group_by(*parts).limit(MOST_LINES)
        found: dict[Key, Count] = {}
        for *said, count in line.execute(rows):
            area = str(said.pop(0) or "").strip() if areas is not None else ""
            area = area if area.isascii() and area.isdigit() else ""
            month = f"{int(said[0]):04}-{int(said[1]):02}" if len(said) == 2 and said[0] else ""
            known = found.get((area, month), Count(0))
            found[area, month] = Count(known.count + int(count))
        return found


def try_table(source: Source, password: str) -> int:
    """Connect, look whether table and columns are there, and return how many columns it has."""
    with _connected(source, password) as line:
        return len(_check_names(line, source, source.place["columns"]))


@contextmanager
def _connected(source: Source, password: str) -> Iterator[Connection]:
    engine = _engine(source.place["address"], password)
    try:
        with engine.connect() as line, line.begin() as whole:
            if engine.dialect.name == "postgresql":
                line.execute(text("SET TRANSACTION READ ONLY"))
            yield line
            whole.rollback()
    except SQLAlchemyError as error:
        raise Away("database_away", _words(error)) from None
    except (OSError, UnicodeError, ImportError) as error:
        raise Away("database_away", f"{type(error).__name__}: {error}") from None
    finally:
        engine.dispose()


def _engine(address: str, password: str) -> Engine:
    """Return an engine for the checked address of a name. Raises Away."""
    url = make_url(address)
    driver, port = DIALECTS[url.drivername]
    try:
        ip = checked_ip(url.host or "", url.port or port)
    except NotCalled as error:
        raise Away(error.word) from None
    except (OSError, UnicodeError):
        raise Away("address_unknown") from None
    url = url.set(drivername=driver, password=password or None)
    arguments: dict[str, Any] = {}
    if driver.startswith("postgresql"):
        # The certificate is that of the name; the connection goes to the checked address.
        arguments = {
            "hostaddr": ip,
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "gege",
            "options": f"-c statement_timeout={STATEMENT_SECONDS}s "
            "-c default_transaction_read_only=on -c idle_in_transaction_session_timeout=600s",
        }
        if not _is_own(ip):
            arguments |= {
                "sslmode": "verify-full",
                "sslrootcert": settings.GEGE_CALL_CA or "system",
            }
    else:
        named, url = url.host or "", url.set(host=ip)
        if driver.startswith(("mysql", "mariadb")):
            arguments = {"connect_timeout": CONNECT_SECONDS, "read_timeout": STATEMENT_SECONDS}
            if not _is_own(ip):
                arguments["ssl"] = _Named(named)
        elif not _is_own(ip):
            raise Away("tls_not_possible")
    return _made(url, arguments)


def _is_own(ip: str) -> bool:
    """Tell whether the operator lets a server be read without encryption: this machine's, or one
    in a network of the county's own."""
    return any(ip_address(ip) in one for one in settings.GEGE_EXCHANGE_PLAIN)


class _Named(ssl.SSLContext):
    """Asks for the certificate of a server's name, though its checked address is connected to."""

    name: str

    def __new__(cls, name: str) -> "_Named":
        made = super().__new__(cls, ssl.PROTOCOL_TLS_CLIENT)
        made.name = name
        return made

    def __init__(self, name: str) -> None:
        super().__init__()
        self.load_default_certs()
        if settings.GEGE_CALL_CA:
            self.load_verify_locations(settings.GEGE_CALL_CA)

    def wrap_socket(self, *some: Any, **more: Any) -> ssl.SSLSocket:
        """Begin to speak encrypted."""
        return super().wrap_socket(*some, **{**more, "server_hostname": self.name})


def _made(url: URL, arguments: dict[str, Any]) -> Engine:
    try:
        return create_engine(url, poolclass=NullPool, connect_args=arguments)
    except (ImportError, SQLAlchemyError) as error:
        raise Away("no_driver", f"{type(error).__name__}: {error}") from None


def _check_names(line: Connection, source: Source, names: Sequence[str]) -> dict[str, str]:
    """Return what each column of the table is: time, number or other. Raises Away where the table,
    or a column that is asked for, is not there."""
    schema, name = table_of(source.place["table"]) or ("", "")
    found = inspect(line)
    known = {*found.get_table_names(schema or None), *found.get_view_names(schema or None)}
    if name not in known:
        raise Away("no_table", name)
    types = {
        str(one["name"]): _kind(one["type"]) for one in found.get_columns(name, schema or None)
    }
    missing = [one for one in names if one not in types]
    if missing:
        raise Away("no_column", missing[0])
    change = source.change_column
    if change and types.get(change) == "other":
        raise Away("change_column_kind", change)
    return types


def _kind(sql_type: Any) -> str:
    try:
        python = sql_type.python_type
    except NotImplementedError:
        return "other"
    if python.__name__ in ("datetime", "date"):
        return "time"
    return "number" if python is int else "other"


def _wanted(source: Source, columns: Sequence[str], after: Place | None) -> Select[Any]:
    rows = select(*[_column(one) for one in columns]).select_from(_table(source))
    key = [_column(source.key_column)] if source.key_column else []
    if not source.change_column:
        return rows.order_by(*key) if key else rows
    change = _column(source.change_column)
    if after is not None:
        rows = rows.where(change >= after.before(source.overlap).value())
    return rows.order_by(change, *key)


def _table(source: Source) -> Any:
    schema, name = table_of(source.place["table"]) or ("", "")
    return table(
        quoted_name(name, quote=True), schema=quoted_name(schema, quote=True) if schema else None
    )


def _column(name: str) -> Any:
    return column(quoted_name(name, quote=True))


def _streamed(line: Connection, rows: Select[Any]) -> Iterator[Row]:
    options = {"stream_results": True, "max_row_buffer": ROWS_AT_ONCE, "yield_per": ROWS_AT_ONCE}
    yield from line.execution_options(**options).execute(rows).mappings()


def _words(error: SQLAlchemyError) -> str:
    """Return what the database said, without the statement and its values."""
    inner = getattr(error, "orig", None) or error
    said = f"{type(inner).__name__}: {inner}".splitlines()[0]
    return "".join(sign if sign.isprintable() else " " for sign in said)
