"""`gege trail …`"""

import click
from django.conf import settings


@click.group()
def trail() -> None:
    """The ledger of every step."""


@trail.command()
def verify() -> None:
    """Read the whole ledger and name the first broken link, if any."""
    from gege.trail.verify import verify as prove  # inline: needs Django set up

    proof = prove(key=settings.GEGE_TRAIL_KEY.encode())
    if proof.broken:
        one = proof.broken
        where = f"{one.stream} step {one.seq}" if one.seq else one.stream
        click.echo(f"BROKEN at {where} (entry {one.entry_id}): {one.problem}", err=True)
        raise SystemExit(1)
    click.echo(f"The trail verifies: {proof.lines} lines, {proof.seals} seals.")


commands: list[click.Command] = [trail]
