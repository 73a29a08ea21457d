"""The directory of duty telephones and principals: keep it true, and look whether it is (R-074)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from gege.kernel.telephones import is_mobile, telephone
from gege.kernel.typed_text import cleaned
from gege.notices.api import Draft, post
from gege.staff.actor import SYSTEM, Actor
from gege.staff.duty.editions import current_rules
from gege.staff.duty.errors import Invalid, NotFound, Refused
from gege.staff.duty.models import DirectoryEntry
from gege.staff.duty.queries.directory import (
    entry_line,
    keeps_entry,
    lines_of_directory,
    sees_directory,
)
from gege.staff.duty.queries.scope import DESK_KINDS
from gege.staff.duty.rules.entries import How, Numbers, Standing
from gege.staff.duty.writing import words
from gege.territory.api import UnitFacts, load_atlas, set_contacts
from gege.trail.api import record

ASKED_AGAIN = timedelta(days=3)
_FORM = "0123456789+() -"


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody writes into an entry."""

    duty_phone: str
    leader: str
    leader_phone: str
    contact: str

    @property
    def numbers(self) -> Numbers:
        return Numbers(self.duty_phone, self.leader, self.leader_phone, self.contact)


@transaction.atomic
def change_entry(unit_code: str, given: Given, *, by: Actor, now: datetime) -> DirectoryEntry:
    """Write what an entry says; what was verified before has to be verified anew.

    The unit itself and the county's supervisor may. Raises NotFound, Refused("changes_nothing"),
    Invalid.
    """
    unit = _unit(unit_code)
    if not keeps_entry(by, unit):
        raise NotFound
    clean = checked(given)
    entry = _entry(unit)
    before = _facts(unit, entry)
    if before == clean.numbers:
        raise Refused("changes_nothing")
    set_contacts(
        code=unit.code,
        duty_phone=clean.duty_phone,
        responsible_leader=clean.leader,
        contact_officer=clean.contact,
        by=by.signature(),
        now=now,
    )
    entry.leader_phone = clean.leader_phone
    entry.save()
    changed = [
        name
        for name in ("duty_phone", "leader", "leader_phone", "contact")
        if getattr(before, name) != getattr(clean, name)
    ]
    _write(unit, "change_entry", by, now, changed=changed)
    return entry


@transaction.atomic
def look_at_entry(
    unit_code: str, how: str, *, by: Actor, now: datetime, note: str = "", seen: str = ""
) -> DirectoryEntry:
    """Say what came of looking: a test call reached them, or did not, or they confirm it.

    `seen` is the fingerprint of what was on screen: what changed meanwhile was not verified.
    Duty staff make test calls, the unit itself confirms. Raises NotFound,
    Refused("stale", "entry_lacks"), Invalid.
    """
    unit = _unit(unit_code)
    if how not in tuple(How):
        raise Invalid("how", "unknown_choice")
    own = by.unit_id == unit.id and keeps_entry(by, unit)
    if not (own if how == How.CONFIRMED else sees_directory(by, now)):
        raise NotFound
    entry = _entry(unit)
    numbers = _facts(unit, entry)
    if seen and seen != numbers.digest:
        raise Refused("stale")
    right = how != How.NOT_REACHED
    if right and numbers.lacking:
        raise Refused("entry_lacks")
    entry.note = words(note, "note", least=0 if right else 2)
    entry.looked_at, entry.looked_by, entry.how = now, f"{by.name} ({by.unit_name})"[:80], how
    entry.right, entry.digest = right, numbers.digest
    if right:
        entry.asked_at = None
    entry.save()
    _write(unit, "look_at_entry", by, now, how=how, note=entry.note)
    return entry


@transaction.atomic
def ask_to_confirm(unit_codes: Collection[str], *, by: Actor, now: datetime) -> int:
    """Ask units to confirm their entries, with one press in their workspace; return how many.

    A unit that was asked in the last days is not asked again. Raises NotFound.
    """
    if not (by.is_system or sees_directory(by, now)):
        raise NotFound
    drafts = []
    for code in dict.fromkeys(unit_codes):
        unit = _unit(code)
        entry = _entry(unit)
        if entry.asked_at is not None and now - entry.asked_at < ASKED_AGAIN:
            continue
        entry.asked_at = now
        entry.save()
        drafts.append(
            Draft(
                "duty_confirm",
                f"directory:{unit.code}",
                to_unit_id=unit.id,
                values={"unit": unit.name_zh},
            )
        )
        _write(unit, "ask_to_confirm", by, now)
    post(drafts, now=now)
    return len(drafts)


def ask_units_in_time(*, now: datetime) -> int:
    """Once a day: ask the units whose verification ends soon or has ended."""
    due = (Standing.ENDING, Standing.STALE, Standing.CHANGED, Standing.NEVER)
    lines = lines_of_directory(now, current_rules())
    codes = [one.unit.code for one in lines if one.standing in due]
    return ask_to_confirm(codes, by=SYSTEM, now=now)


def checked(given: Given) -> Given:
    """Return what was written, cleaned. Raises Invalid for what is no name or no number."""
    made = Given(*(cleaned(getattr(given, name), lines=False) for name in Given.__slots__))
    for field in ("leader", "contact"):
        if len(getattr(made, field)) > 40:
            raise Invalid(field, "too_long", most=40)
    for field in ("duty_phone", "leader_phone"):
        number = getattr(made, field)
        if number and (
            len(number) > 20 or not set(number) <= set(_FORM) or telephone(number) is None
        ):
            raise Invalid(field, "phone_form")
    if made.leader_phone and not is_mobile(telephone(made.leader_phone) or ""):
        raise Invalid("leader_phone", "mobile_form")
    return made


def _unit(code: str) -> UnitFacts:
    unit = load_atlas().unit_by_code(code)
    if unit is None or unit.valid_to is not None or unit.kind not in DESK_KINDS:
        raise NotFound
    return unit


def _entry(unit: UnitFacts) -> DirectoryEntry:
    rows = DirectoryEntry.objects.select_for_update(of=("self",))
    return rows.get_or_create(unit_id=unit.id)[0]


def _facts(unit: UnitFacts, entry: DirectoryEntry) -> Numbers:
    return entry_line(unit, entry).numbers


def _write(unit: UnitFacts, deed: str, by: Actor, now: datetime, **more: object) -> None:
    """Numbers and names stay out of the ledger but for what `set_contacts` writes of a unit."""
    record(stream=f"directory:{unit.code}", deed=deed, by=by.signature(), now=now, more=more)
