"""Building the demonstration: county, people, rulebook, and the days up to now."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final

from gege.matters.api import LOCAL, default_rulebook, local_date, publish_rulebook, words
from gege.simulate.arrivals import Way, come_in
from gege.simulate.demonstration.briefings import brief
from gege.simulate.demonstration.cameras import watch_places
from gege.simulate.demonstration.duty import fill_directory, keep_watch
from gege.simulate.demonstration.handbook.shelve import put_up
from gege.simulate.demonstration.leading_group import lead
from gege.simulate.demonstration.oversight import oversee
from gege.simulate.demonstration.people import hire_everybody
from gege.simulate.demonstration.reviews import hold_to_account
from gege.simulate.demonstration.scenes import Scenes
from gege.simulate.demonstration.triage_help import help_triage
from gege.simulate.outdoors.season import FIELD_DAYS
from gege.simulate.play import PER_DAY, Wish, play, stage_for
from gege.simulate.stage import Stage
from gege.simulate.tally import Tally
from gege.staff.api import SYSTEM, Post, actor_for, end_post
from gege.territory.api import demonstration_county

OPENED: Final = timedelta(days=30)
"""The platform was set up so long before the first matter."""
LEAVES_AFTER: Final = 0.4
VACATED: Final = "wangge45"
SUPERVISOR: Final = "jianguan01"
_LATE_REPORT: Final = Way(words.Channel.QR_CODE, 1, 1, ((22, 23),), (("C", 1),))


def build_demo(
    *,
    now: datetime,
    seed: int = 7,
    days: int = 90,
    per_day: float = PER_DAY,
    field_days: int = FIELD_DAYS,
    strict: bool = True,
    say: Callable[[str], None] = lambda _: None,
) -> Tally:
    """Build the demonstration county with so many days that end now.

    Raises RefusedError of the territory where a county stands already. A play that is not
    `strict` leaves a matter alone where a deed is refused, and goes on.
    """
    start = now - timedelta(days=days)
    people = found_county(now=start - OPENED)
    say(f"The county stands, {len(people)} people have their posts.")
    supervisor = actor_for(people[SUPERVISOR], None, start - OPENED)
    assert supervisor is not None  # somebody was just hired as such
    fill_directory(by=supervisor, now=start - OPENED)
    wish = Wish(start=start, days=days, seed=seed, per_day=per_day, field_days=field_days)
    stage = stage_for(wish, strict=strict)
    _let_one_quit(stage, people[VACATED], local_date(start + timedelta(days=days) * LEAVES_AFTER))
    Scenes(stage, people, now).put_down()
    put_up(stage, now, since=start)
    keep_watch(stage, now)
    lead(stage, now, since=start)
    oversee(stage, now, since=start)
    hold_to_account(stage, now, since=start)
    watch_places(stage, now, since=start)
    help_triage(stage, now, since=start)
    brief(stage, now, since=start)

    def tell(day: date, tally: Tally) -> None:
        if day.day % 10 == 1:
            say(f"{day.isoformat()}: {tally.matters} matters so far.")

    tally = play(wish, stage=stage, tell=tell)
    for line in tally.lines():
        say(line)
    return tally


def found_county(*, now: datetime) -> dict[str, int]:
    """Set up the territory, the calendar, the rulebook and everybody's account and post."""
    demonstration_county(by=SYSTEM.signature(), now=now)
    publish_rulebook(default_rulebook(), note="初始规则", by=SYSTEM, now=now)
    return hire_everybody(now=now, since=local_date(now))


def _let_one_quit(stage: Stage, account_id: int, day: date) -> None:
    """One worker leaves for good on an evening, with a report just come in.

    Nobody has been found for the grid yet: the station takes the work over in the morning.
    """
    post = Post.objects.select_related("unit__area").get(account_id=account_id)
    where = stage.atlas.area(post.unit.area.code)
    evening = datetime.combine(day, time(22, 40), tzinfo=LOCAL)
    stage.agenda.put(evening, partial(come_in, stage, _LATE_REPORT, where=where))
    reason = "辞职，待补员"
    stage.agenda.put(
        evening + timedelta(minutes=30),
        lambda now: end_post(by=SYSTEM, now=now, post_id=post.pk, reason=reason),
    )
