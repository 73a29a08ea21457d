"""Encryption of what may only be kept for the delivery: SM4-GCM under a key of the installation."""

import base64
import json
import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NAME: Final = "sm4"
_NONCE, _TAG = 12, 16


class Unreadable(Exception):  # noqa: N818 - an answer, not a fault
    """It was sealed under another key, was changed, or was removed."""


def seal(content: Mapping[str, Any], purpose: str) -> str:
    """Return a content as one encrypted text; `purpose` must be given again to open it."""
    nonce = os.urandom(_NONCE)
    cipher = Cipher(algorithms.SM4(_key(purpose, 16)), modes.GCM(nonce)).encryptor()
    text = json.dumps(content, ensure_ascii=False).encode()
    sealed = cipher.update(text) + cipher.finalize()
    return f"{_NAME}:{base64.b64encode(nonce + cipher.tag + sealed).decode()}"


def unseal(text: str, purpose: str) -> dict[str, Any]:
    """Return what was sealed; raises Unreadable."""
    name, _colon, body = text.partition(":")
    try:
        raw = base64.b64decode(body, validate=True)
        nonce, tag, sealed = raw[:_NONCE], raw[_NONCE : _NONCE + _TAG], raw[_NONCE + _TAG :]
        cipher = Cipher(algorithms.SM4(_key(purpose, 16)), modes.GCM(nonce, tag)).decryptor()
        found: dict[str, Any] = json.loads(cipher.update(sealed) + cipher.finalize())
    except (ValueError, InvalidTag) as error:
        raise Unreadable from error
    if name != _NAME:
        raise Unreadable
    return found


def mark(text: str, purpose: str) -> str:
    """Return a keyed mark (HMAC-SM3, 64 hex digits): equal texts are found, none is read."""
    keyed = hmac.HMAC(_key(purpose, 32), hashes.SM3())
    keyed.update(text.encode())
    return keyed.finalize().hex()


def _key(purpose: str, length: int) -> bytes:
    return _derived(settings.SECRET_KEY, purpose, length)


@lru_cache(maxsize=16)
def _derived(secret: str, purpose: str, length: int) -> bytes:
    kdf = HKDF(hashes.SHA256(), length, salt=None, info=f"gege {purpose}".encode())
    return kdf.derive(secret.encode())
