"""`gege trail …`"""

import click
from django.conf import settings
from django.utils import timezone


@click.group()
def trail() -> None:
    """The ledger of every step."""


@trail.command()
@click.option("--receipt", default="", help="What an earlier run told you to keep.")
def verify(receipt: str) -> None:
    """Read the whole ledger and name the first broken link, if any."""
    from gege.trail.access_log import verify_readings  # inline: needs Django set up
    from gege.trail.verify import verify as prove  # inline: needs Django set up

    proof = prove(key=settings.GEGE_TRAIL_KEY.encode(), receipt=receipt)
    if proof.broken:
        one = proof.broken
        where = f"{one.stream} step {one.seq}" if one.seq else one.stream
        click.echo(f"BROKEN at {where} (entry {one.entry_id}): {one.problem}", err=True)
        raise SystemExit(1)
    click.echo(
        f"The trail verifies: {proof.lines} lines, {proof.seals} seals, "
        f"{proof.unsealed} lines not sealed yet."
    )
    readings = verify_readings(now=timezone.now())
    if readings.broken:
        click.echo(f"BROKEN at {readings.broken.stream}: {readings.broken.problem}", err=True)
        raise SystemExit(1)
    click.echo(
        f"The access log verifies: {readings.lines} readings, {readings.not_noted} not noted yet, "
        f"{readings.forgotten} forgotten after their years."
    )
    if proof.receipt:
        click.echo(f"Keep this receipt elsewhere: {proof.receipt}")


commands: list[click.Command] = [trail]
