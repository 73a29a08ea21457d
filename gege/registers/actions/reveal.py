"""Seeing whole what is masked: with a purpose, a case, or a second factor; always logged."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from gege.kernel.county_day import local_date
from gege.kernel.typed_text import cleaned
from gege.registers.books import current_contract
from gege.registers.errors import Invalid, Refused
from gege.registers.keeping import values_of
from gege.registers.models import Pair, Question, Record
from gege.registers.queries.live import is_live
from gege.registers.queries.scope import reader, record_by_uid
from gege.registers.rules.declaration import Contract, Field
from gege.registers.rules.merging import BY_HAND, DECIDERS
from gege.registers.rules.sight import Opens
from gege.staff.api import Actor
from gege.territory.api import Editions
from gege.trail.api import note_access

Case = Callable[[str, Actor, datetime], bool]
"""Whether a number names an open matter that this person deals with."""
_cases: Final[list[Case]] = []
QUESTION: Final = "question"
PAIR: Final = "pair"


def set_cases(is_case: Case) -> None:
    """Name the function that tells whether a number is a case of a person (matters fills it)."""
    _cases[:] = [is_case]


def reveal(
    uid: UUID,
    *,
    fields: Sequence[str],
    purpose: str,
    by: Actor,
    now: datetime,
    editions: Editions,
    case: str = "",
    note: str = "",
    stepped_up: bool = False,
) -> dict[str, Any]:
    """Return values whole, and write who read which fields for which purpose.

    `purpose` has to be one that the field is declared for. What a reach opens by a case only asks
    for the number of an open matter of this person, or for an open question about the record, or
    for a pair that was found and that this person decides on.
    Raises NotFound, Invalid (`fields`, `purpose`, `case`), Refused (`second_factor`,
    `never_shown`, `not_live`).
    """
    contract, today = current_contract(editions), local_date(now)
    one = reader(by, today)
    with transaction.atomic():
        record = record_by_uid(uid, one, contract)
        sheet = contract.sheets[record.sheet]
        register = contract.register_of[sheet.code]
        if not is_live(register.code):
            raise Refused("not_live")
        wanted = _wanted(fields, record, contract)
        for field in wanted:
            answer = one.sees(record, field, contract, today)
            if answer.opens is Opens.NEVER:
                raise Refused("never_shown")
            if answer.opens is Opens.PURPOSE_AND_FACTOR and not stepped_up:
                raise Refused("second_factor")
            if answer.opens is Opens.CASE:
                _check_case(case, record, by, now)
            if purpose not in field.purposes:
                raise Invalid("purpose", "not_a_purpose_of")
        names = [field.name for field in wanted]
        note_access(
            by=by.signature(),
            now=now,
            subject=f"register:{record.uid}",
            fields=",".join(names)[:200],
            purpose=_words(purpose, case, note, contract),
        )
    return {name: value for name, value in values_of(record, names).items() if name in names}


def _wanted(fields: Sequence[str], record: Record, contract: Contract) -> list[Field]:
    by_name = contract.sheets[record.sheet].by_name
    wanted = [by_name[name] for name in dict.fromkeys(fields) if name in by_name]
    if not wanted or len(wanted) != len(set(fields)):
        raise Invalid("fields", "unknown_field")
    return wanted


def _check_case(case: str, record: Record, by: Actor, now: datetime) -> None:
    if case == QUESTION:
        if Question.objects.filter(record=record, settled_at__isnull=True).exists():
            return
        raise Invalid("case", "no_open_question")
    if case == PAIR:
        pairs = Pair.objects.filter(Q(one=record) | Q(other=record), how__in=("", "later"))
        # What somebody put side by side by hand is no case: anybody could open anybody with it.
        found = pairs.filter(area_code__startswith=by.area_code).exclude(found_by=BY_HAND)
        if str(by.role) in DECIDERS and found.exists():
            return
        raise Invalid("case", "no_open_pair")
    if not case or not _cases or not _cases[0](case, by, now):
        raise Invalid("case", "no_such_case")


def _words(purpose: str, case: str, note: str, contract: Contract) -> str:
    parts = [contract.purposes[purpose].zh, case, cleaned(note, lines=False)]
    return " · ".join(part for part in parts if part)[:200]
