"""`gege call`: a call to the line that nobody made, told as a telephone system tells it."""

import json
import time
import urllib.error
import urllib.request
from uuid import uuid4

import click
from django.utils import timezone

from gege.hotline.calls.door import SIGNATURE, SYSTEM, TIMESTAMP
from gege.hotline.calls.systems import secrets_of
from gege.hotline.models import PhoneSystem
from gege.hotline.rules.call_events import signature_of

_ANSWERS = 10


@click.command()
@click.argument("system")
@click.option("--number", default="10000000155", help="The caller's number; empty: not shown.")
@click.option("--extension", default="", help="The seat that answers; without it nobody does.")
@click.option("--rings", default=3.0, help="Seconds until it is answered or given up.")
@click.option("--talks", default=0.0, help="Seconds of talk; 0 leaves the call open.")
@click.option("--address", default="http://127.0.0.1:8000", help="Where the platform serves.")
def call(
    system: str, number: str, extension: str, rings: float, talks: float, address: str
) -> None:
    """Let a call ring through the signed door of SYSTEM, to try the line out."""
    known = PhoneSystem.objects.filter(code=system).first()
    held = secrets_of(known, timezone.now()) if known else []
    if not held:
        there = PhoneSystem.objects.filter(stopped_at=None).values_list("code", flat=True)
        known_ones = f" There is: {', '.join(sorted(there))}." if there else ""
        raise click.ClickException(f"No telephone system {system!r} may tell of calls.{known_ones}")
    given, ref = {"system": system, "secret": held[0], "address": address}, f"try-{uuid4()}"
    shown = _tell(given, ref, "ringing", {"from": number})
    click.echo(f"It rings: {address.rstrip('/')}/hotline/calls/{shown}")
    time.sleep(rings)
    if not extension:
        _tell(given, ref, "abandoned", {})
        click.echo("The caller gave up.")
        return
    _tell(given, ref, "answered", {"extension": extension})
    click.echo(f"Answered at {extension}.")
    if talks:
        time.sleep(talks)
        _tell(given, ref, "ended", {})
        click.echo("Ended.")


def _tell(given: dict[str, str], ref: str, event: str, more: dict[str, str]) -> str:
    """Send one signed message; return the call's identifier on the platform."""
    at = timezone.now()
    message = {"id": str(uuid4()), "call": ref, "event": event, "at": at.isoformat(), **more}
    body, stamp = json.dumps(message).encode(), str(int(at.timestamp()))
    head = {
        "Content-Type": "application/json",
        SYSTEM: given["system"],
        TIMESTAMP: stamp,
        SIGNATURE: signature_of(given["secret"], stamp, body),
    }
    address = f"{given['address'].rstrip('/')}/hotline/calls/events"
    if not address.startswith(("http://", "https://")):
        raise click.ClickException("An address begins with http:// or https://.")
    request = urllib.request.Request(address, body, head)  # noqa: S310 - looked at above
    try:
        with urllib.request.urlopen(request, timeout=_ANSWERS) as answer:  # noqa: S310 - the same
            return str(json.load(answer)["call"])
    except urllib.error.HTTPError as error:
        raise click.ClickException(f"The door answered {error.code}: {error.read()!r}") from None
    except urllib.error.URLError as error:
        raise click.ClickException(f"Nothing serves at {address}: {error.reason}") from None
