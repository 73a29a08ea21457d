"""Guests as they are typed: one on each line, name and office title."""

import re
from typing import Final

from gege.supervision.api import Guest

_BETWEEN: Final = re.compile(r"[,，、;；\t　]")


def guests_of(text: str) -> tuple[Guest, ...]:
    """Return the guests of a text; what follows the first comma or gap is the office title."""
    found = []
    for line in text.splitlines():
        name, *rest = _BETWEEN.split(line.strip(), maxsplit=1)
        if name.strip():
            found.append(Guest(name.strip(), rest[0].strip() if rest else ""))
    return tuple(found)
