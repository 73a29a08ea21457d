"""SQL that the benchmark multiplies matters with, so that a million trails still verify."""

TRAIL_HASH = """
    sha256(convert_to(concat_ws(E'\\x1f',
        encode(prior, 'hex'),
        stream,
        seq::text,
        to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        deed,
        coalesce(account_id::text, ''),
        name,
        post,
        role,
        coalesce(unit_id::text, ''),
        unit,
        payload
    ), 'UTF8'))
"""
"""The hash that chains a ledger line to the one before it, like `gege.trail.rules.hash_of`: an
expression over the columns of a line and `prior`, the hash of the line before."""
