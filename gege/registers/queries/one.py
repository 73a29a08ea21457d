"""One record as one reader sees it: fields, references both ways, questions, history (R-048)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.errors import Refused
from gege.registers.keeping import values_of
from gege.registers.models import Consent, Link, Question, Record, Turn
from gege.registers.queries.aliases import with_merged
from gege.registers.queries.derived import derived_values
from gege.registers.queries.live import is_live, live_registers
from gege.registers.queries.scope import may_come_across, reader, record_by_uid
from gege.registers.queries.titles import View, pseudonym_of, titles_of
from gege.registers.rules.declaration import Field, Register, Sheet
from gege.registers.rules.saying import Verified
from gege.registers.rules.showing import shown_text
from gege.registers.rules.sight import Reach, Seen, Sight
from gege.staff.api import Actor
from gege.territory.api import Editions

_HISTORY: Final = 50
_MOST_LINKED: Final = 200


@dataclass(frozen=True, slots=True)
class Linked:
    """A record at the other end of a reference; `uid` is empty where the reader may not go."""

    uid: str
    title: str
    sheet: Sheet
    field: Field
    parts: str
    values: Mapping[str, Any]
    since: date


@dataclass(frozen=True, slots=True)
class Shown:
    """One field as a reader sees it, and where its value comes from."""

    field: Field
    seen: Seen
    text: str
    links: tuple[Linked, ...]
    verified: Verified | None
    side: str
    since: str
    question: Question | None


@dataclass(frozen=True, slots=True)
class Past:
    """One step of a record's history: who said which fields when; values are not repeated."""

    version: int
    at: datetime
    deed: str
    name: str
    unit_post: str
    side: str
    evidence: str
    note: str
    fields: tuple[str, ...]
    effects: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """Everything the page of a record shows."""

    record: Record
    sheet: Sheet
    register: Register
    title: str
    fields: tuple[Shown, ...]
    incoming: tuple[Linked, ...]
    past: tuple[Past, ...]
    consents: tuple[Consent, ...]

    @property
    def openable(self) -> tuple[Shown, ...]:
        """The fields that this reader may see whole by a reason."""
        return tuple(one for one in self.fields if one.seen.may_be_opened and one.text)


def record_sheet(
    uid: UUID, *, by: Actor, now: datetime, editions: Editions, language: str
) -> RecordSheet:
    """Return a record as a person sees it. Raises NotFound, Refused("not_live")."""
    contract, today = current_contract(editions), local_date(now)
    one = reader(by, today)
    record = record_by_uid(uid, one, contract)
    sheet = contract.sheets[record.sheet]
    register = contract.register_of[sheet.code]
    if not is_live(register.code):
        raise Refused("not_live")
    view = View(one, contract, today, language)
    values = {**values_of(record), **derived_values(record, sheet, today)}
    outgoing, incoming = _links(record, view)
    questions = {
        row.field: row
        for row in Question.objects.select_related("standing", "proposed").filter(
            record=record, settled_at__isnull=True
        )
    }
    return RecordSheet(
        record=record,
        sheet=sheet,
        register=register,
        title=titles_of([record], view)[record.pk],
        fields=tuple(
            _shown(field, record, values, outgoing.get(field.name, ()), questions, view)
            for field in sheet.current
            if view.seen(record, field).sight is not Sight.ABSENT
        ),
        incoming=tuple(incoming),
        past=_past(record, view),
        consents=tuple(Consent.objects.filter(record=record).order_by("-pk")[:_HISTORY]),
    )


def _shown(
    field: Field,
    record: Record,
    values: Mapping[str, Any],
    links: Sequence[Linked],
    questions: Mapping[str, Question],
    view: View,
) -> Shown:
    answer = view.seen(record, field)
    kept = record.standing.get(field.name)
    text = shown_text(
        values.get(field.name),
        field,
        answer,
        view.contract.code_lists,
        view.language,
        pseudonym=pseudonym_of(record),
    )
    return Shown(
        field,
        answer,
        text,
        tuple(links),
        Verified(kept[2]) if kept else None,
        kept[1] if kept else "",
        kept[3] if kept else "",
        questions.get(field.name),
    )


def _links(record: Record, view: View) -> tuple[dict[str, list[Linked]], list[Linked]]:
    """Return the live links of a record by field, and those that point at it."""
    outward = list(
        Link.objects.filter(source=record, until__isnull=True)
        .select_related("target")
        .order_by("pk")[:_MOST_LINKED]
    )
    inward = list(
        Link.objects.filter(
            target=record,
            until__isnull=True,
            source__valid_to__isnull=True,
            source__merged_into__isnull=True,
        )
        .select_related("source")
        .order_by("pk")[:_MOST_LINKED]
    )
    others = [link.target for link in outward] + [link.source for link in inward]
    titles = titles_of({one.pk: one for one in others}.values(), view)
    found: dict[str, list[Linked]] = {}
    for link in outward:
        field = view.contract.sheets[record.sheet].by_name.get(link.field)
        if field is not None and view.seen(record, field).sight in (Sight.WHOLE, Sight.MASKED):
            found.setdefault(link.field, []).append(_linked(link.target, field, link, titles, view))
    back, live = [], live_registers() if inward else frozenset()
    for link in inward:
        if not _is_named(link, live, view):
            continue
        field = view.contract.sheets[link.source.sheet].by_name[link.field]
        if view.seen(link.source, field).sight in (Sight.WHOLE, Sight.MASKED):
            back.append(_linked(link.source, field, link, titles, view))
    return found, back


def _is_named(link: Link, live: frozenset[str], view: View) -> bool:
    """Tell whether a record that points here is told of: in reach, and of a live register."""
    if not may_come_across(link.source, view.one, view.contract):
        return False
    sheet = view.contract.sheets[link.source.sheet]
    return link.field in sheet.by_name and view.contract.register_of[sheet.code].code in live


def _linked(
    other: Record, field: Field, link: Link, titles: Mapping[int, str], view: View
) -> Linked:
    in_reach = may_come_across(other, view.one, view.contract)
    parts = " ".join(
        view.contract.code_lists[part.codes].label(str(link.parts[part.name]), view.language)
        if part.codes
        else str(link.parts[part.name])
        for part in field.parts
        if part.name in link.parts
    )
    sheet = view.contract.sheets[other.sheet]
    return Linked(
        str(other.uid) if in_reach else "",
        titles[other.pk],
        sheet,
        field,
        parts,
        link.parts,
        link.since,
    )


_READS_NOTES: Final = frozenset({Reach.OWN_GRID, Reach.COMMUNITY, Reach.AREA, Reach.OWN_REGISTER})
"""Who reads what was noted as evidence: it is free text about the whole record."""


def _past(record: Record, view: View) -> tuple[Past, ...]:
    """Return what was said and done with the fields that the reader sees, the newest first."""
    sheet, register = view.contract.sheets[record.sheet], view.contract.register_of[record.sheet]
    notes = view.one.reach(sheet, register, record.area_code) in _READS_NOTES
    absent = {one.name for one in sheet.fields if view.seen(record, one).sight is Sight.ABSENT}
    # Of records that became this one too, but for their becoming it: it is one history.
    turns = Turn.objects.select_related("statement").filter(record__in=with_merged(record))
    turns = turns.filter(Q(record=record) | ~Q(deed="merge"))
    past = []
    for turn in turns.order_by("-pk")[:_HISTORY]:
        said = turn.statement
        past.append(
            Past(
                turn.version,
                turn.at,
                turn.deed,
                said.name if said else "",
                said.post if said else "",
                said.side if said else "",
                said.evidence if said else "",
                said.evidence_note if said and notes else "",
                tuple(name for name in turn.fields if name not in absent),
                {name: what for name, what in said.outcome.items() if name not in absent}
                if said
                else {},
            )
        )
    return tuple(past)
