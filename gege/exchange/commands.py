"""`gege exchange …`"""

import click


@click.group()
def exchange() -> None:
    """Exchange of registers with departments."""


@exchange.command()
@click.argument("name", required=False)
def pull(name: str | None) -> None:
    """Read sources now, all that are due or the one of this NAME; what came waits for a person."""
    from django.utils import timezone, translation  # inline: needs Django set up

    from gege.exchange.actions import pull as pulling  # inline: needs Django set up
    from gege.exchange.names import RUNS, in_words  # inline: needs Django set up
    from gege.territory.api import read_editions  # inline: needs Django set up

    with translation.override("en"):
        now, editions = timezone.now(), read_editions()
        if name is None:
            count = pulling.pull_due(now=now, editions=editions)
            click.echo(f"{count} sources read.")
            return
        run = pulling.pull(_source(name).pk, now=now, editions=editions)
        if run is None:
            raise click.ClickException("It is paused, ended, or being read at this moment.")
        counts = f"{run.read} rows read, {run.taken} taken, {run.same} known, {run.refused} refused"
        click.echo(f"{RUNS[run.state]}: {counts}. {in_words(run.said)}".strip())
        if run.state == "failed":
            raise SystemExit(1)


@exchange.command()
def tell() -> None:
    """Tell departments that cannot ask what changed, as the worker does every 15 seconds."""
    from django.utils import timezone  # inline: needs Django set up

    from gege.exchange.actions.deliver import deliver_due  # inline: needs Django set up
    from gege.territory.api import read_editions  # inline: needs Django set up

    count = deliver_due(now=timezone.now(), editions=read_editions())
    click.echo(f"{count} pages taken.")


@exchange.command()
@click.argument("name", required=False)
def compare(name: str | None) -> None:
    """Count both sides of sources now; ends with 1 when they differ or could not be counted."""
    from django.utils import timezone, translation  # inline: needs Django set up

    from gege.exchange.actions.compare import compare_source  # inline: needs Django set up
    from gege.exchange.models import Figure, Source  # inline: needs Django set up
    from gege.exchange.names import DIFFERS, in_words  # inline: needs Django set up
    from gege.staff.api import SYSTEM  # inline: needs Django set up

    rows = Source.objects.filter(ended_at__isnull=True).select_related("unit").order_by("name")
    sources = [_source(name)] if name else list(rows)
    differ = False
    with translation.override("en"):
        for source in sources:
            kept = compare_source(source, by=SYSTEM, now=timezone.now())
            theirs = "?" if kept.theirs is None else str(kept.theirs)
            click.echo(f"{source.name}: {kept.ours} here, {theirs} there, {kept.waiting} wait.")
            if kept.trouble:
                click.echo(f"  {in_words(kept.trouble)}")
            for row in Figure.objects.filter(comparison=kept).exclude(what="same").order_by("id"):
                place = " ".join(one for one in (row.area, row.month) if one) or "all"
                click.echo(f"  {place}: {row.ours} here, {row.theirs} there: {DIFFERS[row.what]}")
            differ = differ or bool(kept.found or kept.trouble)
    if differ:
        raise SystemExit(1)


def _source(name: str):  # type: ignore[no-untyped-def]
    from gege.exchange.models import Source  # inline: needs Django set up

    rows = Source.objects.filter(ended_at__isnull=True, name=name).select_related("unit")
    found = rows.first()
    if found is None:
        raise click.ClickException(f"There is no source {name}.")
    return found


commands: list[click.Command] = [exchange]
