"""Building the demonstration: county, people, rulebook, and the days up to now."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from gege.matters.api import default_rulebook, local_date, publish_rulebook
from gege.simulate.demonstration.people import hire_everybody
from gege.simulate.demonstration.scenes import Scenes
from gege.simulate.play import PER_DAY, Wish, play, stage_for
from gege.simulate.tally import Tally
from gege.staff.api import SYSTEM, Post, end_post
from gege.territory.api import demonstration_county

OPENED: Final = timedelta(days=30)
"""The platform was set up so long before the first matter."""
LEAVES_AFTER: Final = 0.4
VACATED: Final = "wangge45"


def build_demo(
    *,
    now: datetime,
    seed: int = 7,
    days: int = 90,
    per_day: float = PER_DAY,
    say: Callable[[str], None] = lambda _: None,
) -> Tally:
    """Build the demonstration county with so many days that end now.

    Raises RefusedError of the territory where a county stands already.
    """
    start = now - timedelta(days=days)
    people = found_county(now=start - OPENED)
    say(f"The county stands, {len(people)} people have their posts.")
    wish = Wish(start=start, days=days, seed=seed, per_day=per_day)
    stage = stage_for(wish)
    quits = start + timedelta(days=days) * LEAVES_AFTER
    stage.agenda.put(quits, lambda then: _quit(people[VACATED], then))
    Scenes(stage, people, now).put_down()

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


def _quit(account_id: int, now: datetime) -> None:
    """One worker leaves for good; nobody has been found for the grid yet."""
    post = Post.objects.get(account_id=account_id)
    end_post(by=SYSTEM, now=now, post_id=post.pk, reason="辞职，待补员")
