"""`gege simulate …`"""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import click
from django.utils import timezone

from gege.kernel.county_day import local_date
from gege.matters.api import LOCAL
from gege.registers.api import RegisterError, made_up_uid
from gege.simulate.api import Pace, Tally, Wish, build_demo, play
from gege.simulate.demonstration.build import OPENED, found_county
from gege.simulate.outdoors.season import FIELD_DAYS
from gege.simulate.play import PER_DAY
from gege.simulate.population import write_files
from gege.simulate.registering.homes import put_into_use
from gege.simulate.registering.residents import NoRoomError, Town, register_residents
from gege.staff.api import Account
from gege.territory.api import load_atlas, read_editions

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
@click.option(
    "--residents",
    type=click.IntRange(1, 1_000_000),
    help="Only enter so many made-up residents, with homes and families, into the registers.",
)
@click.option(
    "--files",
    type=click.Path(file_okay=False, path_type=Path),
    help="Departments' files about these residents at three levels of errors, with the truth.",
)
def simulate(
    days: int,
    seed: int,
    matters_per_day: float,
    field_days: int,
    since: datetime | None,
    pace: str,
    residents: int | None,
    files: Path | None,
) -> None:
    """Play the county through the real deeds: reports, handling, ratings, and field work.

    Plays only among synthetic people. In an empty database it first makes the demonstration
    county, whose people cannot log in outside the demonstration. With --residents nothing is
    played: the county stands, its registers are put into use, and people are entered.
    """
    now = timezone.now()
    if files is not None and residents is None:
        raise click.UsageError("--files needs --residents: the files are about these people.")
    if load_atlas().county() is None:
        if residents is not None:
            found_county(now=now - OPENED)
            _people(residents, seed, files, now)
            return
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
    if residents is not None:
        _people(residents, seed, files, now)
        return
    start = now if Pace(pace) is Pace.REAL else now - timedelta(days=days)
    if since is not None:
        start = datetime.combine(since.date(), time(), tzinfo=LOCAL)
    wish = Wish(start, days, seed, matters_per_day, Pace(pace), field_days)
    for line in play(wish, tell=_tell).lines():
        click.echo(line)


def _people(residents: int, seed: int, files: Path | None, now: datetime) -> None:
    """Enter residents, and write what departments say about them."""
    try:
        put_into_use(now, read_editions())
        register_residents(residents, seed, now=now, say_it=click.echo)
        if files is not None:
            today = local_date(now)
            town = Town.of_atlas(today)
            write_files(
                files,
                lambda: town.households(residents, seed, today),
                lambda serial: str(made_up_uid("resident", serial)),
                seed,
                click.echo,
            )
    except (NoRoomError, RegisterError) as error:
        raise click.ClickException(str(error)) from error


def _tell(day: date, tally: Tally) -> None:
    click.echo(f"{day.isoformat()}  {tally.matters} matters, {sum(tally.deeds.values())} deeds")


commands: list[click.Command] = [simulate]
