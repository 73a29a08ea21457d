"""The code with which somebody follows what they reported (R-054): who takes a report asks here.

The residents' pages know what a code opens, and fill this in when they start. Where there are
none, a report has its number only.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from gege.matters.api import Matter

Issuer = Callable[[Matter, str, datetime], str]
"""Takes a matter, a secret that nobody can guess and the time; returns the code as it is spelled.
The same secret is the same code."""

_issuers: Final[list[Issuer]] = []


def issue_with(issuer: Issuer) -> None:
    """Name who gives codes; called once by a room's AppConfig.ready()."""
    _issuers[:] = [issuer]


def issue(matter: Matter, *, secret: str, now: datetime) -> str:
    """Give the reporter of a new matter their code, inside the deed's transaction; "" where there
    are no pages for residents."""
    return _issuers[0](matter, secret, now) if _issuers else ""
