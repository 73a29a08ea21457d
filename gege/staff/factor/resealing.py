"""Sealing the secrets of devices with another key, one after the other, while people log in."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction

from gege.kernel.keyring import Ring, Use, sealed_with
from gege.staff.errors import Refusal
from gege.staff.factor.models import SecondFactor
from gege.staff.factor.secrets import PENDING, SECRET, opened_secret, sealed_secret


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many secrets were looked at, sealed anew, and could not be opened."""

    seen: int
    changed: int
    unreadable: int


def factor_keys() -> Counter[str]:
    """Return how many secrets are sealed with each key."""
    rows = SecondFactor.objects.values_list(SECRET, PENDING).iterator()
    return Counter(sealed_with(text) for row in rows for text in row if text)


def reseal_factors(ring: Ring) -> Resealed:
    """Seal every secret with the active key of a ring. Safe to repeat and to interrupt."""
    active = ring.active(Use.SEAL).id
    seen = changed = unreadable = 0
    for pk in list(SecondFactor.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            factor = SecondFactor.objects.select_for_update().filter(pk=pk).first()
            for field in (SECRET, PENDING):
                text = getattr(factor, field, "")
                if factor is None or not text:
                    continue
                seen += 1
                if sealed_with(text) == active:
                    continue
                try:
                    plain = opened_secret(text, factor.uid, field)
                except Refusal:
                    unreadable += 1
                    continue
                setattr(factor, field, sealed_secret(plain, factor.uid, field))
                factor.save(update_fields=[field])
                changed += 1
    return Resealed(seen, changed, unreadable)
