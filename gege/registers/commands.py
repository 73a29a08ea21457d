"""The commands of the registers."""

from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import click
from django.utils import timezone
from django.utils.translation import override

from gege.registers.actions.count_registers import count_registers
from gege.registers.actions.forget import forget_due
from gege.registers.actions.pairing.rounds import pair_changed, pair_townships
from gege.registers.actions.run_rules import last_cursor, run_rules
from gege.registers.books import current_contract
from gege.registers.errors import RegisterError
from gege.registers.intake.proof import verify_import
from gege.registers.intake.receive import FileRefused, receive_file
from gege.registers.intake.work import work
from gege.registers.intake_names import fault_sentence
from gege.registers.models import Import
from gege.registers.names import sentence_of
from gege.registers.protection.commands import commands as keys
from gege.staff.api import SYSTEM
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


@registers.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--sheet", required=True, help="The sheet: resident, building, care_file…")
@click.option("--source", required=True, help="The department that gave the file, by its code.")
@click.option("--tab", default="", help="The sheet of a workbook; the first with a table else.")
@click.option("--label", default="", help="A note that stands with the import.")
@click.option("--again", is_flag=True, help="Although this very file was taken in already.")
def import_file(
    *, file: BinaryIO, sheet: str, source: str, tab: str, label: str, again: bool
) -> None:
    """Take a department's file in, for its officers to look at; nothing is applied."""
    editions = read_editions()
    try:
        one = receive_file(
            file, filename=Path(file.name).name, sheet=sheet, source=source, tab=tab, label=label,
            although_there=again, by=SYSTEM, now=timezone.now(), editions=editions,
        )  # fmt: skip
    except FileRefused as refused:
        raise click.ClickException(fault_sentence(refused.fault, "en")) from None
    except RegisterError as refused:
        with override("en"):
            raise click.ClickException(sentence_of(refused)) from None
    done = work(one.uid, clock=timezone.now, editions=editions)
    counts = ", ".join(f"{many} {state}" for state, many in sorted(done.counts.items()) if many)
    click.echo(f"{done.uid}\t{done.rows} lines\t{done.state}")
    click.echo(counts or "Its officers name the columns first.")


@registers.command("verify-import")
@click.argument("uid", type=click.UUID)
def verify_one(*, uid: UUID) -> None:
    """Hold what an import wrote against the ledger."""
    one = Import.objects.filter(uid=uid).first()
    if one is None:
        raise click.ClickException("There is no such import.")
    broken = list(verify_import(one, current_contract(read_editions())))
    for each in broken:
        click.echo(f"chunk {each.chunk}\tline {each.line or '-'}\t{each.word}")
    if broken:
        raise click.ClickException(f"{len(broken)} places do not fit the ledger.")
    click.echo("Everything fits the ledger.")


@registers.command("count")
@click.option("--again", is_flag=True, help="Make the figures of this month anew.")
def count(*, again: bool) -> None:
    """Make the figures over the registers, as the worker does in the first night of a month."""
    run = count_registers(now=timezone.now(), editions=read_editions(), again=again)
    if run is None:
        click.echo("The figures of this month are there already.")
    else:
        click.echo(f"{run.cells} cells, {run.hidden} of them kept back.")


commands: list[click.Command] = [*keys, registers]
