"""The commands of the registers."""

import click
from django.utils import timezone

from gege.registers.actions.forget import forget_due
from gege.registers.actions.pairing.rounds import pair_changed, pair_townships
from gege.registers.actions.run_rules import last_cursor, run_rules
from gege.registers.protection.commands import commands as keys
from gege.territory.api import read_editions


@click.group()
def registers() -> None:
    """The registers and what is kept in them."""


@registers.command("forget")
@click.option("--dry-run", is_flag=True, help="Count what is due and forget nothing.")
def forget(*, dry_run: bool) -> None:
    """Forget personal values whose time is over, as the worker does every night."""
    report = forget_due(now=timezone.now(), editions=read_editions(), dry=dry_run)
    for sheet, (rows, values) in sorted(report.counts.items()):
        click.echo(f"{sheet}\t{rows} records\t{values} values")
    click.echo("Nothing is due." if not report.counts else "Counted." if dry_run else "Forgotten.")


@registers.command("check")
@click.option("--changed", is_flag=True, help="Look only around what changed since the last run.")
def check(*, changed: bool) -> None:
    """Run the rules of comparison, as the worker does every night."""
    since = last_cursor() if changed else None
    run = run_rules(now=timezone.now(), editions=read_editions(), since=since)
    click.echo(f"{run.opened} findings opened, {run.gone} are not true any more.")


@registers.command("pairs")
@click.option("--changed", is_flag=True, help="Look only around what changed since the last run.")
@click.option("--all", "everything", is_flag=True, help="Look in townships without changes too.")
def look_for_pairs(*, changed: bool, everything: bool) -> None:
    """Look for residents that stand twice, as the worker does every night."""
    now, editions = timezone.now(), read_editions()
    runs = (
        pair_changed(now=now, editions=editions)
        if changed
        else pair_townships(now=now, editions=editions, everything=everything)
    )
    for run in runs:
        click.echo(
            f"{run.area_code}\t{run.looked_at} residents\t{run.found} new, {run.gone} gone"
            f"\t{run.seconds:.1f} s"
        )
    click.echo("Nothing changed." if not runs else f"{len(runs)} areas looked at.")


commands: list[click.Command] = [*keys, registers]
