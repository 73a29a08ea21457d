"""The administrator: lets reserve workers stand in while others are on leave."""

from datetime import date, datetime, timedelta
from typing import Final

from gege.simulate.sentences import phrases
from gege.simulate.stage import Stage
from gege.staff.api import Account, Actor, Post, Refusal, Role, substitute

LEAVES_PER_DAY: Final = 0.35
_RESERVE: Final = "yubei"
"""The beginning of the log-in names of reserve workers."""


def plan_leave(stage: Stage, day: date, now: datetime) -> None:
    """Now and then a worker goes on leave, and somebody of the reserve stands in at once."""
    chance = stage.chance
    if chance.random() > LEAVES_PER_DAY or not stage.calendar.is_working(day):
        return
    reserve = _free_reserve(day)
    grid = stage.atlas.platform_unit(chance.choice(stage.grids).code)
    if not reserve or grid is None or grid.code in stage.spared:
        return
    if len(stage.roster.at(grid.id, now)) != 1:
        return
    until = day + timedelta(days=chance.randint(3, 12))
    stand_in(stage, chance.choice(reserve), grid.id, day, until, now)


def stand_in(
    stage: Stage, account_id: int, unit_id: int, since: date, until: date, now: datetime
) -> bool:
    """Appoint a substitute; False when somebody else stands in within these days already."""
    try:
        substitute(
            by=administrator(stage, now),
            now=now,
            account_id=account_id,
            unit_id=unit_id,
            valid_from=since,
            valid_to=until,
            note=stage.chance.choice(phrases.LEAVE),
        )
    except Refusal:
        return False
    stage.tally.deeds["substitute"] += 1
    stage.roster.read(now)
    return True


def administrator(stage: Stage, now: datetime) -> Actor:
    return stage.county(Role.ADMINISTRATOR, now)


def _free_reserve(day: date) -> list[int]:
    """Return the reserve workers who stand in nowhere from a day on."""
    busy = Post.objects.filter(valid_to__gt=day).values("account_id")
    rows = Account.objects.filter(login_name__startswith=_RESERVE, is_active=True)
    return list(rows.exclude(id__in=busy).order_by("id").values_list("id", flat=True))
