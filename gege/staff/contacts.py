"""How staff are reached: what the outbox asks."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from gege.kernel.telephones import telephone
from gege.notices.api import Contact, Principal
from gege.staff.duty.models import DirectoryEntry
from gege.staff.models import Account
from gege.territory.api import load_atlas


def contacts_of(accounts: Collection[int]) -> dict[int, Contact]:
    """Return name, telephone and language of active accounts; one statement."""
    rows = Account.objects.filter(id__in=list(accounts), is_active=True)
    found = rows.values_list("id", "display_name", "phone", "language")
    return {pk: Contact(name, phone, language) for pk, name, phone, language in found}


def principal_of(unit_id: int, now: datetime) -> Principal | None:
    """Return the responsible leader of a unit, or of the next unit above that names one."""
    atlas, today = load_atlas(), timezone.localdate(now)
    unit = atlas.unit(unit_id)
    seen: set[int] = set()
    while unit is not None and unit.id not in seen:
        seen.add(unit.id)
        if unit.responsible_leader and unit.duty_phone and unit.valid_on(today):
            mobile = mobile_of_leader(unit.id)
            return Principal(unit.responsible_leader, mobile or unit.duty_phone, unit.name_zh)
        unit = atlas.unit(unit.parent_id) if unit.parent_id is not None else None
    return None


def mobile_of_leader(unit_id: int) -> str:
    """Return the mobile number of a unit's principal as the directory has it; "" for none."""
    found = DirectoryEntry.objects.filter(unit_id=unit_id).values_list("leader_phone", flat=True)
    return found.first() or ""


def account_of_phone(number: str) -> int | None:
    """Return the one active account that a telephone number (bare digits) belongs to.

    None for a number that nobody has, or that several have: who writes is then not known.
    """
    ends = Account.objects.filter(phone__endswith=number[-1:], is_active=True)
    found = [pk for pk, phone in ends.values_list("id", "phone") if telephone(phone) == number]
    return found[0] if len(found) == 1 else None
