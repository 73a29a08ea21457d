"""Secrets of devices, sealed at rest with the keys of the installation."""

import base64
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from gege.kernel.keyring import KeysError, Unreadable, opened, ring_at, sealed
from gege.staff.errors import Refusal

REGISTER: Final = "second_factor"
SECRET, PENDING = "secret", "pending"


def sealed_secret(secret: bytes, uid: UUID, field: str) -> str:
    """Return a secret sealed for one field of one row. Raises Refusal: `keys_away`."""
    plain = base64.b64encode(secret).decode()
    try:
        ring = ring_at(Path(settings.GEGE_KEYS))
        return sealed(ring, plain, register=REGISTER, uid=str(uid), field=field)
    except KeysError as error:
        raise Refusal("keys_away") from error


def opened_secret(text: str, uid: UUID, field: str) -> bytes:
    """Return a secret. Raises Refusal: `keys_away`, also when the text does not open."""
    try:
        ring = ring_at(Path(settings.GEGE_KEYS))
        return base64.b64decode(opened(ring, text, register=REGISTER, uid=str(uid), field=field))
    except (KeysError, Unreadable) as error:
        raise Refusal("keys_away") from error
