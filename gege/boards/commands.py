"""`gege daily …`"""

from datetime import datetime

import click


@click.group()
def daily() -> None:
    """The days' files for the province."""


@daily.command()
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="One day, made again.")
def make(day: datetime | None) -> None:
    """Make the files of the days that have none, or one day again."""
    from django.utils import timezone  # inline: needs Django set up

    from gege.boards.daily.making import make_day, make_missing  # inline: needs Django set up
    from gege.staff.api import SYSTEM  # inline: needs Django set up

    now = timezone.now()
    if day is None:
        for one in make_missing(now=now):
            click.echo(f"{one.day} edition {one.edition}: {one.lines} lines")
        return
    try:
        found, fresh = make_day(day.date(), by=SYSTEM, now=now)
    except ValueError as error:
        raise click.ClickException(f"{error}.") from error
    what = "is new" if fresh else "came to the same and stays"
    click.echo(f"{found.day} edition {found.edition} {what}: {found.document_sha256}")


commands: list[click.Command] = [daily]
