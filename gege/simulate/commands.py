"""`gege simulate …`"""

from datetime import date, datetime, time, timedelta

import click
from django.utils import timezone

from gege.matters.api import LOCAL
from gege.simulate.api import Pace, Tally, Wish, build_demo, play
from gege.simulate.outdoors.season import FIELD_DAYS
from gege.simulate.play import PER_DAY
from gege.staff.api import Account
from gege.territory.api import load_atlas

SYNTHETIC_PHONES = "1000000"
"""Nobody real has such a number; only among these people may a play take place."""


@click.command()
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 3_660))
@click.option("--seed", default=7, show_default=True, help="The same seed plays the same county.")
@click.option(
    "--matters-per-day", default=PER_DAY, show_default=True, type=click.FloatRange(0.1, 10_000)
)
@click.option(
    "--field-days",
    default=FIELD_DAYS,
    show_default=True,
    type=click.IntRange(0, 3_660),
    help="The last days with patrols, visits and a campaign as well; 0 for none.",
)
@click.option(
    "--from",
    "since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The first day; without it the play ends now, or begins now at the real pace.",
)
@click.option(
    "--pace",
    default=Pace.FAST.value,
    show_default=True,
    type=click.Choice([one.value for one in Pace]),
    help="At once, or each step at its moment beside a running server.",
)
def simulate(
    days: int,
    seed: int,
    matters_per_day: float,
    field_days: int,
    since: datetime | None,
    pace: str,
) -> None:
    """Play the county through the real deeds: reports, handling, ratings, and field work.

    Plays only among synthetic people. In an empty database it first makes the demonstration
    county, whose people cannot log in outside the demonstration.
    """
    now = timezone.now()
    if load_atlas().county() is None:
        build_demo(
            now=now,
            seed=seed,
            days=days,
            per_day=matters_per_day,
            field_days=field_days,
            say=click.echo,
        )
        return
    if Account.objects.exclude(phone__startswith=SYNTHETIC_PHONES).exists():
        raise click.ClickException(
            "This installation has people of its own. Play in one of its own: name another "
            "GEGE_DATA_DIR or DATABASE_URL."
        )
    start = now if Pace(pace) is Pace.REAL else now - timedelta(days=days)
    if since is not None:
        start = datetime.combine(since.date(), time(), tzinfo=LOCAL)
    wish = Wish(start, days, seed, matters_per_day, Pace(pace), field_days)
    for line in play(wish, tell=_tell).lines():
        click.echo(line)


def _tell(day: date, tally: Tally) -> None:
    click.echo(f"{day.isoformat()}  {tally.matters} matters, {sum(tally.deeds.values())} deeds")


commands: list[click.Command] = [simulate]
