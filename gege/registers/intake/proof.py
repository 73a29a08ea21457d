"""Proving what an import wrote: each row against its chunk, each chunk against the ledger."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from gege.registers.actions.word import said_value
from gege.registers.intake.receive import stream_of
from gege.registers.intake.writing import leaf_of
from gege.registers.models import Import, ImportChunk, ImportRow, Statement
from gege.registers.rules.declaration import Contract
from gege.trail.api import Entry

_LEAF: Final = 32


@dataclass(frozen=True, slots=True)
class Broken:
    """A chunk that is not what the ledger says, or a line whose statement is not what was written.

    `line` is 0 for the chunk itself.
    """

    chunk: int
    line: int
    word: str


def verify_import(one: Import, contract: Contract) -> Iterator[Broken]:
    """Yield everything that does not fit. What was forgotten since proves nothing any more, and a
    chunk stays provable without it: its leaves hold no value.
    """
    told: dict[int, str] = {}
    for line in _lines(one):
        payload = json.loads(line.payload)
        told[payload["chunk"]] = payload["digest"]
    chunks = ImportChunk.objects.filter(batch=one).order_by("number")
    seen = 0
    for chunk in chunks.iterator(chunk_size=10):
        seen += 1
        leaves = bytes(chunk.leaves)
        if told.get(chunk.number) != sha256(leaves).hexdigest():
            yield Broken(chunk.number, 0, "chunk_changed")
            continue
        held = {leaves[at : at + _LEAF] for at in range(0, len(leaves), _LEAF)}
        rows = ImportRow.objects.filter(
            batch=one, number__gte=chunk.first, number__lte=chunk.last, statement__isnull=False
        ).select_related("statement", "statement__record")
        for row in rows.order_by("number"):
            if row.statement is not None and not _fits(row.number, row.statement, held, contract):
                yield Broken(chunk.number, row.number, "statement_changed")
    for number in sorted(set(told) - set(range(1, seen + 1))):
        yield Broken(number, 0, "chunk_missing")


def _lines(one: Import) -> Iterator[Entry]:
    lines = Entry.objects.filter(stream=stream_of(one), deed="apply_chunk").order_by("seq")
    yield from lines.iterator(chunk_size=100)


def _fits(number: int, statement: Statement, held: set[bytes], contract: Contract) -> bool:
    """Tell whether a statement is one that was written; a forgotten one is passed over."""
    names = {*statement.open, *statement.sealed}
    if names != set(statement.outcome):
        return True
    sheet = contract.sheets.get(statement.record.sheet)
    if sheet is None or not names <= set(sheet.by_name):
        return True
    said = {
        name: statement.open.get(name)
        if sheet.by_name[name].is_link
        else said_value(statement, sheet.by_name[name], statement.record)
        for name in names
    }
    return leaf_of(number, statement.uid, said) in held
