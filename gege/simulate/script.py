"""What will become of one matter, decided when it comes in: who settles it, how fast, what fails.

A script is a wish. What the rules do not permit when its turn comes is left out.
"""

import random
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from gege.matters.api import Kind, Tier, words

T = TypeVar("T")


class Mood(StrEnum):
    """How a resident answers the callback."""

    CONTENT = "content"
    FAIR = "fair"
    SOUR = "sour"
    UNSOLVED = "unsolved"
    BUSY = "busy"
    SILENT = "silent"


@dataclass(slots=True)
class Script:
    """The plan of one matter.

    `kind` is what the matter truly is, `wrong_kind` what the reporter took it for; `settles` is
    the tier that does the work; `pace` the share of the limit that the work takes (above 1 is
    late); `sloth` multiplies the waits before a step.
    """

    kind: str
    settles: Tier
    pace: float
    sloth: float = 1.0
    in_place: bool = False
    wrong_kind: str = ""
    wrong_units: int = 0
    asks_time: bool = False
    grants: bool = True
    pauses: bool = False
    resumes: bool = False
    redo: int = 0
    mood: Mood = Mood.CONTENT
    reopens: bool = False
    declines: bool = False
    skips: bool = False
    downgraded: bool = False
    urged: bool = False
    notes: bool = False
    replies: bool = False
    pictured: bool = False
    refuses: bool = False


_ROUTINE: Final = ((Tier.GRID, 87), (Tier.STATION, 9), (Tier.TOWNSHIP, 3), (Tier.DEPARTMENT, 1))
_PLAIN: Final = ((Tier.GRID, 57), (Tier.STATION, 22), (Tier.TOWNSHIP, 8), (Tier.DEPARTMENT, 13))
_GRAVE: Final = ((Tier.DEPARTMENT, 9), (Tier.COUNTY, 1))
_MOODS: Final = (
    (Mood.CONTENT, 62),
    (Mood.FAIR, 15),
    (Mood.SOUR, 6),
    (Mood.UNSOLVED, 5),
    (Mood.BUSY, 7),
    (Mood.SILENT, 5),
)
_SLOW: Final = 0.9
_DECLINED_AMONG: Final = frozenset("CEFG")


def draw(kind: Kind, *, patrol: bool, kinds: tuple[str, ...], chance: random.Random) -> Script:
    """Draw the script of a matter of a kind; `kinds` are the kinds it may be mistaken for."""
    settles, pace = _tier(kind, chance), _pace(chance)
    return Script(
        kind=kind.code,
        settles=settles,
        pace=pace,
        sloth=chance.choice((0.4, 0.7, 1.0, 1.0, 1.3, 2.2)),
        in_place=settles is Tier.GRID and chance.random() < (0.9 if patrol else 0.5),
        wrong_kind=chance.choice(kinds) if settles is not Tier.GRID and _one_in(14, chance) else "",
        wrong_units=_wrong_units(settles, chance),
        asks_time=settles is not Tier.GRID and _one_in(7, chance),
        grants=chance.random() < 0.8,
        pauses=settles is not Tier.GRID and _one_in(10, chance),
        resumes=chance.random() < 0.5,
        redo=1 if _one_in(14, chance) else 0,
        mood=weighted(_MOODS, chance),
        reopens=not patrol and _one_in(22, chance),
        declines=not patrol and kind.code[0] in _DECLINED_AMONG and _one_in(22, chance),
        skips=kind.major and chance.random() < 0.85,
        downgraded=kind.major and chance.random() < 0.3,
        urged=pace > _SLOW and chance.random() < 0.4,
        notes=settles is not Tier.GRID and _one_in(4, chance),
        replies=not patrol and _one_in(3, chance),
        pictured=_one_in(22, chance),
        refuses=kind.intent is words.Intent.REQUEST and _one_in(30, chance),
    )


def weighted(table: tuple[tuple[T, int], ...], chance: random.Random) -> T:
    """Draw one of a table of things and weights."""
    return chance.choices([one for one, _ in table], [weight for _, weight in table])[0]


def _one_in(many: int, chance: random.Random) -> bool:
    return chance.random() * many < 1


def _tier(kind: Kind, chance: random.Random) -> Tier:
    if kind.major or kind.entry is words.Entry.OWNER:
        return weighted(_GRAVE, chance)
    tier = weighted(_ROUTINE if kind.routine else _PLAIN, chance)
    return Tier.STATION if tier is Tier.DEPARTMENT and not kind.leads else tier


def _pace(chance: random.Random) -> float:
    """Most work is done well in time, a tenth in the last stretch, a tenth late."""
    luck = chance.random()
    if luck < 0.68:
        return chance.uniform(0.05, 0.55)
    if luck < 0.80:
        return chance.uniform(0.55, 0.82)
    if luck < 0.91:
        return chance.uniform(0.84, 0.98)
    return chance.uniform(1.03, 1.7)


def _wrong_units(settles: Tier, chance: random.Random) -> int:
    """How often the instructed unit returns the matter: twice needs a ruling of the county."""
    if settles is Tier.GRID or settles is Tier.STATION:
        return 1 if _one_in(25, chance) else 0
    luck = chance.random()
    return 2 if luck < 0.05 else 1 if luck < 0.16 else 0
