"""`gege keys …`: the keys that seal registers and second factors."""

from collections.abc import Callable
from typing import TypeVar

import click
from django.conf import settings
from django.utils import timezone

from gege.kernel.keyring import KeysError, Ring, State, Use
from gege.registers.protection import changing
from gege.registers.protection.resealing import held_under, is_wanted, reseal
from gege.registers.protection.sampling import samples
from gege.registers.protection.sealing import the_ring

T = TypeVar("T")
USES = click.Choice([str(use) for use in Use])


@click.group()
def keys() -> None:
    """The keys that seal registers and second factors."""


@keys.command("list")
def list_keys() -> None:
    """List the keys: name, use, algorithm, state, day, and a print to compare machines by."""
    for key in _ring().keys:
        shown = key.print or "-"
        click.echo(f"{key.id}\t{key.use}\t{key.algorithm}\t{key.state}\t{key.made_on}\t{shown}")


@keys.command("new")
@click.argument("use", type=USES)
def new(use: str) -> None:
    """Add a key that waits. USE is `seal` or `mark`. Then copy the file to every machine."""
    name = _done(lambda: changing.add_key(Use(use), settings.GEGE_CIPHER, now=timezone.now()))
    click.echo(f"{name} waits in {settings.GEGE_KEYS}. Copy the file to every machine, then")
    if Use(use) is Use.MARK:
        click.echo("`gege keys reseal` gives every record its mark, and")
    click.echo(f"`gege keys rotate {use}` lets it work.")


@keys.command("rotate")
@click.argument("use", type=USES)
def rotate(use: str) -> None:
    """Let the waiting key work; the one of before only opens from now on."""
    name = _done(lambda: changing.rotate_key(Use(use), now=timezone.now()))
    click.echo(f"{name} works. Copy the file to every machine, then `gege keys reseal`.")


@keys.command("reseal")
@click.option("--step", default=200, show_default=True, type=click.IntRange(1, 5000))
def reseal_all(step: int) -> None:
    """Seal with the present keys whatever has others; people work on meanwhile.

    May be stopped and started again; the platform does the same every night.
    """
    unreadable = 0
    last = ""
    try:
        for at in reseal(clock=timezone.now, step=step):
            line = f"{at.table}: {at.seen} seen, {at.changed} sealed anew"
            if at.finished or at.seen % (step * 50) == 0:
                click.echo(line if not at.finished else f"{line}, done.")
            if at.finished and at.unreadable:
                click.echo(f"  {at.unreadable} cannot be opened: see `gege keys check`.", err=True)
                unreadable += at.unreadable
            last = at.table
    except KeysError as error:
        raise click.ClickException(str(error)) from error
    if unreadable:
        raise SystemExit(1)
    click.echo(f"Everything up to {last} has the present keys. An old key may be retired now.")


@keys.command("retire")
@click.argument("name")
def retire(name: str) -> None:
    """Remove the secret of the old key NAME; refused while anything is sealed with it.

    What a backup of before was sealed with it can then be opened only with the kept file.
    """
    _done(lambda: changing.retire_key(name, now=timezone.now()))
    click.echo(f"{name} is retired. Backups of before need the file of keys of before.")


@keys.command("check")
def check() -> None:
    """Count what each key made, open one text of each, and tell what is left to do."""
    ring, wrong = _ring(), 0
    for table, counts in held_under().items():
        for name, count in sorted(counts.items()):
            click.echo(f"{table}: {count} by {name}")
    for sample in samples():
        if sample.problem:
            wrong += 1
            click.echo(f"WRONG {sample.table} row {sample.row}: {sample.problem}", err=True)
    for key in ring.keys:
        if key.state is State.WAITING:
            click.echo(f"{key.id} waits.")
    if is_wanted(ring):
        click.echo("Keys are being changed: `gege keys reseal`, then rotate or retire.")
    if wrong:
        raise SystemExit(1)
    click.echo("One text of each key was opened.")


def _ring() -> Ring:
    return _done(the_ring)


def _done(deed: Callable[[], T]) -> T:
    try:
        return deed()
    except (KeysError, OSError) as error:
        raise click.ClickException(str(error)) from error


commands: list[click.Command] = [keys]
