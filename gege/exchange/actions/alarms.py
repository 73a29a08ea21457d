"""A source or receiver that stays silent: whoever is on duty at the county is told, once a day."""

from datetime import datetime

from gege.exchange.models import Outlet, Source
from gege.exchange.rules.sources import is_to_be_told, light_of
from gege.kernel.county_day import LOCAL, local_date
from gege.notices.api import Draft, post
from gege.staff.api import duty
from gege.territory.api import load_atlas


def tell_silence(one: Source | Outlet, *, now: datetime) -> bool:
    """Tell those on duty when a silence has lasted long enough; inside the caller's transaction.

    Where nobody is on duty, the people of the county's centre are told. The row is saved.
    """
    resting = one.paused_at is not None or one.ended_at is not None
    light = light_of(
        now, resting=resting, away_since=one.away_since, failures=one.failures, alarm=one.alarm
    )
    if not is_to_be_told(now, light, one.told_at, one.away_since):
        return False
    assert one.away_since is not None
    template = "duty_source_silent" if isinstance(one, Source) else "duty_receiver_silent"
    name = one.name if isinstance(one, Source) else one.client.name
    values = {"name": name, "since": f"{one.away_since.astimezone(LOCAL):%Y-%m-%d %H:%M}"}
    people = duty.clerks_on_duty(now)
    drafts = [Draft(template, one.stream, to_account_id=who, values=values) for who in people]
    if not drafts:
        drafts = [
            Draft(template, one.stream, to_unit_id=unit, values=values) for unit in _centres(now)
        ]
    post(drafts, now=now)
    one.told_at = now
    one.save(update_fields=["told_at"])
    return True


def _centres(now: datetime) -> list[int]:
    today, units = local_date(now), load_atlas().units()
    return [one.id for one in units if one.kind == "county_centre" and one.valid_on(today)]
