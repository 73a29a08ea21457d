"""The query code: ten digits that only the resident and, hashed, the database know."""

import hmac
import re
import unicodedata
from hashlib import sha256
from typing import Final

DIGITS: Final = 10
_SIGNS: Final = re.compile(r"[\s\-\u2010-\u2015\u2212]+")


def code_of(secret: str) -> str:
    """Return the code that a secret stands for; the same form sent again has the same one."""
    found = int.from_bytes(hmac.digest(secret.encode(), b"query code", sha256), "big")
    return f"{found % 10**DIGITS:0{DIGITS}d}"


def hash_of(code: str, number: str, key: str) -> str:
    """Return what is kept of a code: of no use without the installation's own key."""
    return hmac.new(key.encode(), f"{number}:{code}".encode(), sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two hashes in a time that tells nothing."""
    return hmac.compare_digest(one.encode(), other.encode())


def typed_code(text: str) -> str | None:
    """Return the code that a person typed; full-width digits, spaces and dashes are taken."""
    code = _SIGNS.sub("", unicodedata.normalize("NFKC", text))
    return code if len(code) == DIGITS and code.isascii() and code.isdigit() else None


def spelled(code: str) -> str:
    """Return a code as it is written down: 123 456 7890."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"
