"""What goes out as a picture message, and what the centre tells of it afterwards."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gege.notices.gateways.mm7 import Mm7, Mm7Access
from gege.notices.gateways.outcome import Answer, Outcome
from gege.notices.models import Delivery, Part
from gege.notices.people import pictures_of
from gege.notices.rules import Channel, DeliveryState, PartState
from gege.notices.wording import LONGEST, Worded

FAILED: Final = frozenset({"Expired", "Rejected", "Unrecognised", "Unrecognized", "Unreachable"})
"""TS 23.140, 8.7.1.4: no hope is left. Deferred, Indeterminate and Forwarded leave some."""
GIVEN: Final = "Retrieved"
READ: Final = "Read"


def access() -> Mm7Access:
    """Return the access that the environment names."""
    return Mm7Access(
        url=settings.GEGE_MMS_URL,
        user=settings.GEGE_MMS_USER,
        password=settings.GEGE_MMS_PASSWORD,
        vasp=settings.GEGE_MMS_VASP,
        vas=settings.GEGE_MMS_VAS,
        sender=settings.GEGE_MMS_FROM,
    )


def send_picture_message(gate: Mm7, one: Delivery, worded: Worded, now: datetime) -> Outcome:
    """Send a delivery with the pictures of what it is about; its name at the centre is kept."""
    Part.objects.update_or_create(
        delivery=one,
        number=1,
        defaults={"of": 1, "to_mark": "", "state": PartState.ASKED, "asked_at": now},
    )
    pictures = pictures_of(one.message.subject)
    local = timezone.localtime(now)
    outcome, name = gate.send(
        worded.address, worded.title, worded.text[:LONGEST], pictures, one.token, local
    )
    if outcome.answer is Answer.TAKEN:
        Part.objects.filter(delivery=one).update(state=PartState.TAKEN, taken_as=name)
    return outcome


def take_picture_report(name: str, status: str, said: str, *, now: datetime) -> bool:
    """Take a report of the centre: delivered, failed, read. False for a message we do not know.

    Reports come twice, late and in any order: what was delivered or read stays so.
    """
    with transaction.atomic():
        part = Part.objects.filter(taken_as=name, delivery__channel=Channel.MMS).first()
        if not name or part is None:
            return False
        rows = Delivery.objects.filter(pk=part.delivery_id)
        if status in (GIVEN, READ):
            given = rows.exclude(state__in=(DeliveryState.ACKNOWLEDGED, DeliveryState.DELIVERED))
            given.update(state=DeliveryState.DELIVERED, delivered_at=now, error="", sealed="")
            rows.filter(sent_at__isnull=True).update(sent_at=now)
            if status == READ:
                rows.filter(read_at__isnull=True).update(read_at=now)
        elif status in FAILED:
            under_way = rows.filter(state__in=(DeliveryState.SENDING, DeliveryState.SENT))
            words = f"not delivered: {status} {said}".strip()[:200]
            under_way.update(state=DeliveryState.DEAD, error=words)
    return True
