"""Two families of ciphers by name: the national ones, and the international in their place.

SM4-GCM is GB/T 32907 in the mode of RFC 8998, SM3 is GB/T 32905; AES-256-GCM and SHA-256 stand in
on a machine whose OpenSSL was built without them.
"""

import os
from collections.abc import Callable
from functools import cache
from typing import Final

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

SM4, AES = "sm4", "aes"
SM3, SHA256 = "sm3", "sha256"
KEY_BYTES: Final = {SM4: 16, AES: 32, SM3: 32, SHA256: 32}
NONCE_BYTES, TAG_BYTES = 12, 16
_BLOCK: Final[dict[str, Callable[[bytes], algorithms.SM4 | algorithms.AES]]] = {
    SM4: algorithms.SM4,
    AES: algorithms.AES,
}
_DIGEST: Final[dict[str, Callable[[], hashes.HashAlgorithm]]] = {
    SM3: hashes.SM3,
    SHA256: hashes.SHA256,
}


class NotOpenedError(Exception):
    """Another key, another place, or a text that was changed: nothing more can be told."""


def locked(algorithm: str, key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """Return nonce, ciphertext and tag of a text; `bound_to` must be given again to open it.

    The nonce is random: one key may lock some 2^32 texts (NIST SP 800-38D, 8.3).
    """
    nonce = os.urandom(NONCE_BYTES)
    cipher = Cipher(_BLOCK[algorithm](key), modes.GCM(nonce)).encryptor()
    cipher.authenticate_additional_data(bound_to)
    return b"".join((nonce, cipher.update(plain), cipher.finalize(), cipher.tag))


def opened(algorithm: str, key: bytes, held: bytes, bound_to: bytes) -> bytes:
    """Return the text that `locked` gave. Raises NotOpenedError."""
    if len(held) < NONCE_BYTES + TAG_BYTES:
        raise NotOpenedError
    nonce, body, tag = held[:NONCE_BYTES], held[NONCE_BYTES:-TAG_BYTES], held[-TAG_BYTES:]
    cipher = Cipher(_BLOCK[algorithm](key), modes.GCM(nonce, tag)).decryptor()
    cipher.authenticate_additional_data(bound_to)
    try:
        return cipher.update(body) + cipher.finalize()
    except InvalidTag as error:
        raise NotOpenedError from error


def keyed_digest(algorithm: str, key: bytes, text: bytes) -> bytes:
    """Return HMAC-SM3 or HMAC-SHA-256, 32 bytes."""
    mac = hmac.HMAC(key, _DIGEST[algorithm]())
    mac.update(text)
    return mac.finalize()


@cache
def offered(algorithm: str) -> bool:
    """Tell whether this machine's OpenSSL has a cipher or digest; tried, not asked."""
    key = bytes(KEY_BYTES[algorithm])
    try:
        if algorithm in _BLOCK:
            locked(algorithm, key, b"", b"")
        else:
            keyed_digest(algorithm, key, b"")
    except UnsupportedAlgorithm:
        return False
    return True
