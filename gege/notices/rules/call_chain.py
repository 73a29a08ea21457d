"""Who is tried next, and how, while an instruction stays without an answer (R-075)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from gege.notices.rules.messages import Channel

STALE: Final = timedelta(hours=24)
"""A chain that was never looked at for so long is history, and calls nobody."""
PRINCIPAL: Final = "principal"


@dataclass(frozen=True, slots=True)
class Reachable:
    """Somebody of a chain: `who` is an account's number or `PRINCIPAL`; `by` the channels that
    can reach them."""

    who: str
    by: frozenset[Channel]


@dataclass(frozen=True, slots=True)
class Try:
    """One try of a chain."""

    who: str
    channel: Channel

    @property
    def key(self) -> str:
        return f"{self.who}:{self.channel}"


def next_try(
    people: Sequence[Reachable], channels: Sequence[str], done: Collection[str], most: int
) -> Try | None:
    """Return the next try: every channel of one person, then the next person, the principal last.

    `done` holds the keys of the tries made. A channel that cannot reach somebody is passed over.
    None when everybody was tried.
    """
    staff = [one for one in people if one.who != PRINCIPAL][:most]
    principals = [one for one in people if one.who == PRINCIPAL]
    for one in (*staff, *principals):
        for channel in map(Channel, channels):
            step = Try(one.who, channel)
            if channel in one.by and step.key not in done:
                return step
    return None
