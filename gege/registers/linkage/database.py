"""A DuckDB of one run: in memory, no reach outside of it, gone with its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from gege.registers.linkage.settings import Settings


@contextmanager
def opened(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database; what does not fit into memory is spilled to a folder that is removed.

    Extensions are never fetched. Personal data is only in memory and in that folder.
    """
    with TemporaryDirectory(prefix="gege-linkage-") as folder:
        config: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "memory_limit": settings.memory,
            "temp_directory": str(Path(folder)),
            "preserve_insertion_order": False,
        }
        if settings.threads:
            config["threads"] = settings.threads
        connection = duckdb.connect(":memory:", config=config)
        try:
            yield connection
        finally:
            connection.close()


def load(db: duckdb.DuckDBPyConnection, left: pa.Table, right: pa.Table | None) -> None:
    """Put both sides into one table `records`: uid, side (0 or 1) and the normalised columns.

    Without `right` the pairs are looked for within one side.
    """
    first = left.drop_columns(["ref"])
    _insert(db, "given_left", first, 0, 0, "create table records as")
    if right is not None:
        second = right.drop_columns(["ref"])
        _insert(db, "given_right", second, 1, len(left), "insert into records")


def _insert(
    db: duckdb.DuckDBPyConnection, name: str, table: pa.Table, side: int, first: int, verb: str
) -> None:
    numbered = table.append_column("uid", pa.array(range(first, first + len(table)), pa.int64()))
    db.register(name, numbered)
    db.execute(f"{verb} select uid, {side}::tinyint as side, * exclude (uid) from {name}")  # noqa: S608
    db.unregister(name)
