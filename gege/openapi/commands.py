"""`gege opinion …`"""

import click


@click.group()
def opinion() -> None:
    """The connector to the county opinion platform."""


@opinion.command()
@click.option("--days", type=click.IntRange(1, 366), help="Cases raised in the last days.")
def reconcile(days: int | None) -> None:
    """Compare both sides now; ends with 1 when they differ or could not be compared."""
    from django.utils import timezone, translation  # inline: needs Django set up

    from gege.openapi.errors import ClientError  # inline: with its deed
    from gege.openapi.models import Difference  # inline: needs Django set up
    from gege.openapi.names import DIFFERS, said_of, sentence_of  # inline: needs Django set up
    from gege.openapi.opinion import comparing  # inline: needs Django set up
    from gege.openapi.opinion.platform import present_platform  # inline: needs Django set up
    from gege.staff.api import SYSTEM  # inline: needs Django set up

    with translation.override("en"):
        one = present_platform()
        if one is None:
            raise click.ClickException("No opinion platform is connected.")
        try:
            report = comparing.reconcile(one, by=SYSTEM, now=timezone.now(), days=days)
        except ClientError as error:
            raise click.ClickException(sentence_of(error)) from error
        if report.trouble:
            raise click.ClickException(f"It could not be compared: {said_of(report.trouble)}")
        for row in Difference.objects.filter(report=report).order_by("id"):
            click.echo(
                f"{row.their_id}: {DIFFERS[row.what]} (ours {row.ours}, theirs {row.theirs})"
            )
        click.echo(f"{report.ours} cases here, {report.theirs} there, {report.found} differences.")
        if report.found:
            raise SystemExit(1)


@opinion.command()
def fetch() -> None:
    """Fetch cases and tell how they stand now, as the worker does every minute."""
    from django.utils import timezone  # inline: needs Django set up

    from gege.openapi.opinion import fetching, telling  # inline: needs Django set up
    from gege.openapi.opinion.asking import Trouble  # inline: with its deed
    from gege.openapi.opinion.platform import present_platform  # inline: needs Django set up

    one = present_platform()
    if one is None or not one.address:
        raise click.ClickException("No opinion platform with an address is connected.")
    try:
        count = fetching.fetch_cases(one, now=timezone.now()) if one.fetches else 0
    except Trouble as trouble:
        raise click.ClickException(f"The platform says: {trouble.said}") from trouble
    told = telling.tell_cases(one, now=timezone.now())
    click.echo(f"{count} cases fetched, {told} told.")


commands: list[click.Command] = [opinion]
