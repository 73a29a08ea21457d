"""Triage help in the demonstration: it learns twice, and one report comes twice.

Three weeks before the end, so that triage and dispatch of these weeks keep what was suggested; and
at the end, so that whoever looks finds the figures of last night. The last report is so much like
an open one that the page of either names the other.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from gege.kernel.coordinates import Point
from gege.matters import api as matters
from gege.matters.api import Box, Filter, Matter, Report, State, Who, words
from gege.simulate.script import draw
from gege.simulate.sentences.places import resident_name, resident_phone
from gege.simulate.stage import Case, Stage
from gege.staff.api import SYSTEM, Role

LEARNS_BEFORE: Final = timedelta(days=21)
TWIN_BEFORE: Final = timedelta(minutes=25)
STATION: Final = "511622100001"
_AGAIN: Final = "{title}，今天还是这样"


def help_triage(stage: Stage, end: datetime, *, since: datetime) -> None:
    """Put the learning and the report that comes twice on the agenda."""
    if end - LEARNS_BEFORE > since:
        stage.agenda.put(end - LEARNS_BEFORE, _learn)
    stage.agenda.put(end - TWIN_BEFORE, partial(_twin, stage))
    stage.agenda.put(end - timedelta(minutes=1), _learn)


def _learn(now: datetime) -> None:
    matters.learn_triage(by=SYSTEM, now=now)


def _twin(stage: Stage, now: datetime) -> None:
    """Let somebody report once more what waits in a community already."""
    station = stage.atlas.platform_unit(STATION)
    clerks = stage.roster.of(station.id, Role.STATION_CLERK, now) if station else []
    open_ones = matters.page(clerks[0], Filter(box=Box.OPEN), now=now).rows if clerks else ()
    waiting = [one for one in open_ones if one.state in (State.REPORTED, State.ACCEPTED)]
    waiting = [one for one in waiting if one.placed and one.severity == words.Severity.NORMAL]
    if waiting:
        _report_again(stage, waiting[0], now)


def _report_again(stage: Stage, like: Matter, now: datetime) -> None:
    kind = stage.book.kind(like.kind)
    name, phone = resident_name(stage.chance), resident_phone(stage.chance)
    point = Point(like.lng + 0.0005, like.lat) if like.lng and like.lat else None
    entry = Report(
        title=_AGAIN.format(title=like.title)[:120],
        kind=like.kind,
        grid_code=like.area_code,
        point=point,
        address=like.address,
        channel=words.Channel.PHONE,
        who=Who(anonymous=False, name=name, phone=phone, wants_callback=True),
    )
    script = draw(kind, patrol=False, kinds=("",), chance=stage.chance)
    stage.begin(Case(matters.report(entry, by=SYSTEM, now=now), script, still=True), entry.channel)
