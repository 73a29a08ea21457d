"""Sealing, marks and rotation with the keys of the installation (decision 0034)."""

from gege.kernel.keyring import (
    MARK_LENGTH,
    KeysError,
    Unreadable,
    is_sealed,
    sealed_with,
)
from gege.registers.protection.sealing import (
    blind,
    blind_key,
    marks,
    seal,
    search_marks,
    the_ring,
    unseal,
)

__all__ = [
    "MARK_LENGTH",
    "KeysError",
    "Unreadable",
    "blind",
    "blind_key",
    "is_sealed",
    "marks",
    "seal",
    "sealed_with",
    "search_marks",
    "the_ring",
    "unseal",
]
