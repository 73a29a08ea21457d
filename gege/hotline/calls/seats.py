"""Where a call-taker sits: what their extension answers is theirs."""

from datetime import datetime

from django.db import transaction

from gege.hotline.calls.errors import Invalid
from gege.hotline.calls.step import open_facts
from gege.hotline.models import Seat
from gege.staff.api import Actor, account_with_posts
from gege.trail.api import record

LONGEST = 20


def sit_down(extension: str, *, by: Actor, now: datetime) -> str:
    """Say at which extension one sits, "" for none; return it. Raises Invalid, NotFound.

    Two people cannot sit at one; whoever left without giving it up loses it after their post.
    """
    open_facts(by)
    asked = extension.strip()
    if not all(sign.isascii() and (sign.isalnum() or sign in "-_.") for sign in asked):
        raise Invalid("extension", "extension")
    if len(asked) > LONGEST:
        raise Invalid("extension", "extension")
    with transaction.atomic():
        account_id = by.account_id or 0
        own = Seat.objects.select_for_update().filter(account_id=account_id).first()
        before = own.extension if own else ""
        if asked == before:
            return asked
        if asked:
            _make_room(asked, by, now)
        if own is not None:
            own.delete()
        if asked:
            Seat.objects.create(account_id=account_id, extension=asked, since=now)
        record(
            stream=f"seat:{account_id}",
            deed="sit" if asked else "stand_up",
            by=by.signature(),
            now=now,
            before={"extension": before},
            after={"extension": asked},
        )
    return asked


def seat_of_account(account_id: int | None) -> str:
    """Return the extension of a person; "" for none."""
    seat = Seat.objects.filter(account_id=account_id or 0).first()
    return seat.extension if seat else ""


def _make_room(extension: str, by: Actor, now: datetime) -> None:
    """Raise Invalid where somebody who still works here sits."""
    other = Seat.objects.select_for_update().filter(extension=extension).first()
    if other is None:
        return
    found = account_with_posts(other.account_id, now)
    if found is not None and found[1]:
        raise Invalid("extension", "extension_taken", who=found[0].display_name)
    other.delete()
