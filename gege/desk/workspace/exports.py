"""A list of matters as a spreadsheet: the same conditions, no reporter, no description."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from gege.desk.workspace.rows import Lines
from gege.matters.api import Light, Matter, light_of, names, rulebook

HEADINGS: Final = (
    ("编号 Number", 20),
    ("事项 Matter", 44),
    ("类别 Kind", 22),
    ("地点 Place", 34),
    ("状态 State", 14),
    ("信号灯 Light", 12),
    ("承办单位 Held by", 28),
    ("上报时间 Reported", 18),
    ("到期时间 Due", 18),
    ("办结时间 Settled", 18),
    ("结案时间 Closed", 18),
    ("来源渠道 Channel", 14),
)


def lines_of(found: Iterable[Matter], lines: Lines) -> Iterator[Iterator[str | datetime | None]]:
    """Return one line per matter, with its headings above; times are the county's.

    `found` gives one matter more than fits where there are more; the file then says so.
    """
    return (_line(matter, lines) for matter in found)


def _line(matter: Matter, lines: Lines) -> Iterator[str | datetime | None]:
    light = light_of(matter.clock, lines.setting.now)
    yield matter.number
    yield matter.title
    yield _kind(matter, lines.language)
    yield lines.place(matter)
    yield str(names.name_of(names.STATES, matter.state))
    yield "" if matter.ended and light is Light.NONE else str(names.name_of(names.LIGHTS, light))
    unit = lines.setting.atlas.unit(matter.holder_id)
    yield unit.name(lines.language) if unit else ""
    yield matter.reported_at
    yield matter.due_at
    yield matter.settled_at
    yield matter.closed_at
    yield str(names.name_of(names.CHANNELS, matter.channel))


def _kind(matter: Matter, language: str) -> str:
    """Return the kind's name in the edition that the matter was reported under."""
    try:
        return rulebook(matter.rulebook).kind(matter.kind).name(language)
    except LookupError:
        return matter.kind
