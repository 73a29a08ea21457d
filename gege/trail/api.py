"""The door of the ledger."""

from gege.trail.access_log import (
    AccessProof,
    Reading,
    ReadingPage,
    forget_readings,
    note_readings,
    readings_of,
    verify_readings,
)
from gege.trail.heads import register_heads, register_rows
from gege.trail.ledger import note_access, note_handing_over, open_streams, record
from gege.trail.models import AccessLine, Entry
from gege.trail.publishing import NotPublished, publish_edition, publishing_note
from gege.trail.rows import insert
from gege.trail.rules import GENESIS, Head, Signature
from gege.trail.streams import SealProof, StreamProof, prove_stream
from gege.trail.verify import Break, Proof, seal, verify

__all__ = [
    "GENESIS",
    "AccessLine",
    "AccessProof",
    "Break",
    "Entry",
    "Head",
    "NotPublished",
    "Proof",
    "Reading",
    "ReadingPage",
    "SealProof",
    "Signature",
    "StreamProof",
    "forget_readings",
    "insert",
    "note_access",
    "note_handing_over",
    "note_readings",
    "open_streams",
    "prove_stream",
    "publish_edition",
    "publishing_note",
    "readings_of",
    "record",
    "register_heads",
    "register_rows",
    "seal",
    "verify",
    "verify_readings",
]
