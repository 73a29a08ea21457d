"""Keys outside the database, sealed texts and keyed marks (domain 2.5, 2.7, 2.8; decision 0034)."""

from gege.kernel.keyring.ciphers import offered
from gege.kernel.keyring.file import (
    fault_of,
    make_ring,
    new_secret,
    new_tail,
    ring_at,
    write_ring,
)
from gege.kernel.keyring.ring import (
    Key,
    KeysError,
    Ring,
    State,
    Use,
    first_ring,
    retired,
    rotated,
    with_new,
)
from gege.kernel.keyring.sealing import (
    MARK_LENGTH,
    Unreadable,
    is_sealed,
    opened,
    sealed,
    sealed_with,
    searched_marks,
    written_marks,
)

__all__ = [
    "MARK_LENGTH",
    "Key",
    "KeysError",
    "Ring",
    "State",
    "Unreadable",
    "Use",
    "fault_of",
    "first_ring",
    "is_sealed",
    "make_ring",
    "new_secret",
    "new_tail",
    "offered",
    "opened",
    "retired",
    "ring_at",
    "rotated",
    "sealed",
    "sealed_with",
    "searched_marks",
    "with_new",
    "write_ring",
    "written_marks",
]
