"""Encryption of what may only be kept for the delivery, under a key of the installation.

The ciphers are those of the settings (`GEGE_CIPHER`): SM4-GCM and HMAC-SM3, or AES-256-GCM and
HMAC-SHA-256. The name stands before each text.
"""

import base64
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from gege.kernel.keyring.ciphers import (
    KEY_BYTES,
    NONCE_BYTES,
    TAG_BYTES,
    NotOpenedError,
    keyed_digest,
    locked,
    opened,
)
from gege.kernel.keyring.ring import FAMILIES, Use

_FRONT: Final = NONCE_BYTES + TAG_BYTES


class Unreadable(Exception):  # noqa: N818 - an answer, not a fault
    """It was sealed under another key, was changed, or was removed."""


def seal(content: Mapping[str, Any], purpose: str) -> str:
    """Return a content as one encrypted text; `purpose` must be given again to open it."""
    name = FAMILIES[settings.GEGE_CIPHER][Use.SEAL]
    text = json.dumps(content, ensure_ascii=False).encode()
    held = locked(name, _key(purpose, KEY_BYTES[name]), text, b"")
    # Texts of earlier versions have the tag in front as well.
    nonce, body, tag = held[:NONCE_BYTES], held[NONCE_BYTES:-TAG_BYTES], held[-TAG_BYTES:]
    return f"{name}:{base64.b64encode(nonce + tag + body).decode()}"


def unseal(text: str, purpose: str) -> dict[str, Any]:
    """Return what was sealed; raises Unreadable."""
    name, _colon, held = text.partition(":")
    if name not in FAMILIES:
        raise Unreadable
    try:
        raw = base64.b64decode(held, validate=True)
        nonce, tag, body = raw[:NONCE_BYTES], raw[NONCE_BYTES:_FRONT], raw[_FRONT:]
        key = _key(purpose, KEY_BYTES[name])
        found: dict[str, Any] = json.loads(opened(name, key, nonce + body + tag, b""))
    except (ValueError, NotOpenedError) as error:
        raise Unreadable from error
    return found


def mark(text: str, purpose: str) -> str:
    """Return a keyed mark (64 hex digits): equal texts are found, none is read."""
    name = FAMILIES[settings.GEGE_CIPHER][Use.MARK]
    return keyed_digest(name, _key(purpose, KEY_BYTES[name]), text.encode()).hex()


def _key(purpose: str, length: int) -> bytes:
    return _derived(settings.SECRET_KEY, purpose, length)


@lru_cache(maxsize=16)
def _derived(secret: str, purpose: str, length: int) -> bytes:
    kdf = HKDF(hashes.SHA256(), length, salt=None, info=f"gege {purpose}".encode())
    return kdf.derive(secret.encode())
