"""The door of the ledger."""

from gege.trail.heads import register_heads
from gege.trail.ledger import note_access, open_streams, record
from gege.trail.models import AccessLine, Entry
from gege.trail.rows import insert
from gege.trail.rules import GENESIS, Head, Signature
from gege.trail.verify import Break, Proof, seal, verify

__all__ = [
    "GENESIS",
    "AccessLine",
    "Break",
    "Entry",
    "Head",
    "Proof",
    "Signature",
    "insert",
    "note_access",
    "open_streams",
    "record",
    "register_heads",
    "seal",
    "verify",
]
