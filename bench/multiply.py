"""Many years of the same county: ended matters copied back in time inside the database.

Every copy is a whole matter: its reporters, instructions, remarks and its own ledger, chained with
hashes computed by the database in the same way as by the deeds; so `gege trail verify` passes.
Open matters are not copied: a county with a long history has no more of them than one without.
"""

from __future__ import annotations

from django.db import connection

from bench.sql import TRAIL_HASH

SPAN_DAYS = 91
"""Copies are shifted by multiples of thirteen weeks, so that weekdays stay."""


def multiply(times: int, *, whole: bool = True) -> None:
    """Copy every ended matter `times` times, the k-th copy k spans back.

    Not `whole`: without reporters, words and ledger, for what reads none of them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SET synchronous_commit = off; SET work_mem = '256MB'; "
            "SET maintenance_work_mem = '512MB'"
        )
        cursor.execute(
            """
            CREATE TEMP TABLE born AS
            SELECT m.id AS old_id, m.uid AS old_uid, k,
                   gen_random_uuid() AS uid, nextval('matters_matter_id_seq') AS id
            FROM generate_series(%s, 1, -1) AS k, matters_matter m
            WHERE m.state IN ('closed', 'declined') AND m.receipt_key IS NULL
              AND NOT EXISTS (SELECT 1 FROM matters_matter c WHERE c.parent_id = m.id)
            ORDER BY k DESC, m.id
            """,
            [times],
        )
        cursor.execute("CREATE INDEX ON born (old_id)")
        cursor.execute("ANALYZE born")
        _copy_matters(cursor)
        _copy_involvements(cursor)
        if whole:
            for table in ("matters_reporting", "matters_remark", "matters_instruction"):
                _copy_children(cursor, table)
            _copy_trail(cursor)
        cursor.execute("DROP TABLE born")


def _columns(cursor: object, table: str) -> list[tuple[str, str]]:
    """Return (name, type) of the columns that may be written."""
    cursor.execute(  # type: ignore[attr-defined]
        """
        SELECT column_name, data_type FROM information_schema.columns
        WHERE table_name = %s AND is_generated = 'NEVER' AND column_name <> 'id'
        """,
        [table],
    )
    return cursor.fetchall()  # type: ignore[attr-defined, no-any-return]


def _shifted(columns: list[tuple[str, str]], given: dict[str, str]) -> tuple[str, str]:
    names, values = [], []
    for name, kind in columns:
        names.append(f'"{name}"')
        if name in given:
            values.append(given[name])
        elif kind.startswith("timestamp"):
            values.append(f's."{name}" - make_interval(days => b.k * {SPAN_DAYS})')
        else:
            values.append(f's."{name}"')
    return ", ".join(names), ", ".join(values)


def _copy_matters(cursor: object) -> None:
    names, values = _shifted(_columns(cursor, "matters_matter"), {"uid": "b.uid"})
    cursor.execute(  # type: ignore[attr-defined]
        f"INSERT INTO matters_matter (id, {names}) OVERRIDING SYSTEM VALUE "
        f"SELECT b.id, {values} FROM born b JOIN matters_matter s ON s.id = b.old_id ORDER BY b.id"
    )


def _copy_children(cursor: object, table: str) -> None:
    names, values = _shifted(_columns(cursor, table), {"matter_id": "b.id"})
    cursor.execute(  # type: ignore[attr-defined]
        f"INSERT INTO {table} ({names}) SELECT {values} "
        f"FROM born b JOIN {table} s ON s.matter_id = b.old_id ORDER BY b.id, s.id"
    )


def _copy_involvements(cursor: object) -> None:
    cursor.execute(  # type: ignore[attr-defined]
        "INSERT INTO matters_involvement (matter_id, unit_id) SELECT b.id, s.unit_id "
        "FROM born b JOIN matters_involvement s ON s.matter_id = b.old_id ORDER BY b.id"
    )


def _copy_trail(cursor: object) -> None:
    """Copy the ledgers place by place: each line is chained to the copy of the line before."""
    run = cursor.execute  # type: ignore[attr-defined]
    run(
        """
        CREATE TEMP TABLE heads AS
        SELECT b.id, b.k, 'matter:' || b.old_uid AS was, 'matter:' || b.uid AS stream,
               decode(repeat('00', 32), 'hex') AS head
        FROM born b
        """
    )
    run("CREATE INDEX ON heads (was)")
    run("ANALYZE heads")
    run("SELECT max(seq) FROM trail_entry WHERE stream LIKE 'matter:%%'")
    (longest,) = cursor.fetchone()  # type: ignore[attr-defined]
    for seq in range(1, longest + 1):
        run(
            f"""
            WITH line AS (
                SELECT h.stream, h.head AS prior, e.seq, e.deed, e.account_id, e.name, e.post,
                       e.role, e.unit_id, e.unit, e.payload,
                       e.at - make_interval(days => h.k * {SPAN_DAYS}) AS at
                FROM heads h JOIN trail_entry e ON e.stream = h.was AND e.seq = {seq}
            ), made AS (
                INSERT INTO trail_entry
                    (stream, seq, at, deed, account_id, name, post, role, unit_id, unit,
                     payload, hash)
                SELECT stream, seq, at, deed, account_id, name, post, role, unit_id, unit, payload,
                       {TRAIL_HASH}
                FROM line
                RETURNING stream, hash
            )
            UPDATE heads SET head = made.hash FROM made WHERE made.stream = heads.stream
            """
        )
        run("CREATE INDEX IF NOT EXISTS heads_by_stream ON heads (stream)")
    run("UPDATE matters_matter m SET trail_hash = h.head FROM heads h WHERE h.id = m.id")
    run("DROP TABLE heads")
