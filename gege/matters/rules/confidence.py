"""Who may know a reporter who asked the hotline to keep them from everybody else (domain 2.6).

The duty centre stands in for the hotline when nobody of it is there; it is bound by the same.
"""

from typing import Final

from gege.matters.rules.moves import DISPATCHER, HOTLINE

CONFIDANTS: Final = frozenset({HOTLINE, DISPATCHER})


def may_know(role: str, *, confidential: bool) -> bool:
    """Tell whether a role may learn who a reporter is, and may call them."""
    return not confidential or role in CONFIDANTS
