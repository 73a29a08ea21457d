"""The rows of one real report, as statements that pgbench can repeat with new keys."""

from __future__ import annotations

from django.db import connection
from psycopg import sql

UNIQUE = {
    ("matters_matter", "uid"): "gen_random_uuid()",
    ("matters_matter", "receipt_key"): "gen_random_uuid()",
    ("trail_entry", "stream"): "'matter:' || gen_random_uuid()",
}


def statements(serial: int) -> list[str]:
    """Return the INSERTs of the matter with an id: matter, ledger line, reporter, notice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT uid::text FROM matters_matter WHERE id = %s", [serial])
        (uid,) = cursor.fetchone()
    return [
        _insert("matters_matter", "id = %s", serial) + " RETURNING id \\gset matter_",
        _insert("trail_entry", "stream = %s", f"matter:{uid}") + ";",
        _insert("matters_reporting", "matter_id = %s", serial) + ";",
        _insert("notices_message", "id = (SELECT max(id) FROM notices_message WHERE %s > 0)", 1)
        + ";",
    ]


def _insert(table: str, which: str, value: object) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT column_name, udt_name FROM information_schema.columns
            WHERE table_name = %s AND is_generated = 'NEVER' AND column_name <> 'id'
            ORDER BY ordinal_position
            """,
            [table],
        )
        types = dict(cursor.fetchall())
        names = list(types)
        listed = ", ".join(f'"{name}"::text' for name in names)
        cursor.execute(f"SELECT {listed} FROM {table} WHERE {which} ORDER BY id LIMIT 1", [value])
        row = cursor.fetchone()
    values = [
        _literal(table, name, types[name], cell) for name, cell in zip(names, row, strict=True)
    ]
    columns = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join(values)})"


def _literal(table: str, name: str, kind: str, cell: str | None) -> str:
    if (table, name) in UNIQUE:
        return UNIQUE[table, name]
    if name == "matter_id":
        return ":matter_id"
    if cell is None:
        return "NULL"
    # pgbench would read a colon as the beginning of a variable.
    text = sql.Literal(cell).as_string(None).replace(":", "' || chr(58) || '")
    return f"CAST({text} AS {kind})"
