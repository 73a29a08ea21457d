"""Log-in names: one spelling each, so that counting failures cannot be side-stepped."""

import re
import unicodedata
from typing import Final

PATTERN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
MAX_LENGTH: Final = 32


def normalised(text: str) -> str:
    """Return the one spelling of a log-in name: full-width to half-width, lower case, trimmed."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def is_login_name(text: str) -> bool:
    """Tell whether a normalised text may be a log-in name: 2 to 32 of a-z, 0-9, `.`, `_`, `-`."""
    return PATTERN.fullmatch(text) is not None
