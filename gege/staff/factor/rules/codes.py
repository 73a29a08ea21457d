"""Codes of a device (TOTP, RFC 6238) and codes on paper."""

import base64
import hashlib
import hmac
import unicodedata
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

SECRET_BYTES: Final = 20
DIGITS: Final = 6
STEP_SECONDS: Final = 30
STEPS_ASIDE: Final = 1
"""How many steps a device's clock may be wrong, either way."""
ISSUER: Final = "Gege"

PAPER_CODES: Final = 10
PAPER_BYTES: Final = 10
"""80 random bits, written as sixteen signs in groups of four."""
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_PAPER_SIGNS: Final = PAPER_BYTES * 8 // 5


def typed(text: str) -> str:
    """Return a code as it is compared: half-width, capital, no spaces and no hyphens."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in plain.upper() if sign.isalnum())


def matching_step(secret: bytes, code: str, at: float) -> int | None:
    """Return the step of 30 seconds that a code belongs to, near a moment; None when it is wrong.

    `code` comes from `typed`, `at` is in seconds since 1970.
    """
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        return None
    device = _device(secret)
    present = int(at) // STEP_SECONDS
    found = None
    # Every step is looked at, also after a match: the time taken tells nothing.
    for step in range(present - STEPS_ASIDE, present + STEPS_ASIDE + 1):
        if hmac.compare_digest(device.generate(step * STEP_SECONDS), code.encode()):
            found = step
    return found


def code_at(secret: bytes, at: float) -> str:
    """Return the code that a device shows at a moment."""
    return _device(secret).generate(int(at)).decode()


def address_of(secret: bytes, login_name: str) -> str:
    """Return the address (otpauth:) that a device reads from the picture."""
    return _device(secret).get_provisioning_uri(login_name, ISSUER)


def spelled(secret: bytes) -> str:
    """Return a secret as it is typed by hand, in groups of four."""
    return _groups(base64.b32encode(secret).decode().rstrip("="))


def paper_code(chance: bytes) -> str:
    """Return a code for paper out of ten random bytes: ABCD-EFGH-IJKL-MNOP."""
    return _groups(base64.b32encode(chance).decode()).replace(" ", "-")


def is_paper_code(code: str) -> bool:
    """Tell whether what was typed has the shape of a code on paper."""
    return len(code) == _PAPER_SIGNS and all(sign in _LETTERS for sign in code)


def digest_of(code: str) -> str:
    """Return what is kept of a code on paper: it has 80 random bits, so a plain digest hides it."""
    return hashlib.sha256(typed(code).encode()).hexdigest()


def _device(secret: bytes) -> TOTP:
    # SHA-1 and six digits are what every authenticator understands; HMAC does not need more.
    return TOTP(secret, DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - see above


def _groups(signs: str) -> str:
    return " ".join(signs[at : at + 4] for at in range(0, len(signs), 4))
