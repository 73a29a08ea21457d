"""What changed in a sheet since a turn, as one department may be told it (R-043, R-044).

A record is told as it stands now, once, at its last change up to the horizon: telling it again is
harmless, and none is left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from gege.exchange.models import Given, Outlet
from gege.exchange.queries.grants import Grant
from gege.kernel.county_day import LOCAL
from gege.registers.api import Level, Link, Record, Turn, Verified, own_values
from gege.registers.api import subjects_of as about

_SAID: Final = ("say", "settle")
"""Deeds that concern a department only through the fields they changed."""


@dataclass(frozen=True, slots=True)
class Told:
    """One record as it is told: its content, which personal fields are in it, and its turn."""

    record: Record
    turn: int
    content: Mapping[str, Any]
    personal: tuple[str, ...]
    gone: bool


@dataclass
class Changes:
    """A page of changes. `turn` is up to which nothing is missing."""

    told: list[Told] = field(default_factory=list)
    turn: int = 0
    more: bool = False


def changes_since(
    after: int, horizon: int, outlet: Outlet, grant: Grant, area: str, today: date, *, limit: int
) -> Changes:
    """Return the next page of changes after a turn, `limit` records at most.

    Records in the area of the department, and those it was given and must let go of.
    """
    rows = list(_turns(after, horizon, outlet, grant, area)[: limit + 1])
    page, more = rows[:limit], len(rows) > limit
    given = dict(
        Given.objects.filter(outlet=outlet, record__in=[one.record_id for one in page]).values_list(
            "record_id", "gone"
        )
    )
    living = [one.record for one in page if _gone(one.record, area) == ""]
    links = _links(living, grant)
    found = Changes(turn=page[-1].pk if more else horizon, more=more)
    for one in page:
        told = _told(one, grant, area, today, links)
        if not told.gone or given.get(one.record_id) is False:
            found.told.append(told)
    return found


def records_given(grant: Grant, area: str) -> QuerySet[Record]:
    """Return the living records that a department may hold."""
    rows = Record.objects.filter(
        sheet=grant.sheet.code, valid_to__isnull=True, merged_into__isnull=True
    )
    return rows.filter(area_code__startswith=area) if area else rows.none()


def _turns(after: int, horizon: int, outlet: Outlet, grant: Grant, area: str) -> QuerySet[Turn]:
    concerns = ~Q(deed__in=_SAID) | Q(fields__has_any_keys=list(grant.names))
    given = Given.objects.filter(outlet=outlet, record=OuterRef("record"), gone=False)
    later = Turn.objects.filter(
        concerns, record=OuterRef("record"), pk__gt=OuterRef("pk"), pk__lte=horizon
    )
    inside = Q(record__area_code__startswith=area) if area else Q(pk__in=())
    rows = Turn.objects.filter(
        concerns, pk__gt=after, pk__lte=horizon, record__sheet=grant.sheet.code
    )
    rows = rows.filter(inside | Exists(given)).filter(~Exists(later))
    return rows.select_related("record", "record__merged_into").order_by("pk")


def _told(
    turn: Turn, grant: Grant, area: str, today: date, links: Mapping[int, Mapping[str, Any]]
) -> Told:
    record = turn.record
    head: dict[str, Any] = {
        "uid": str(record.uid),
        "version": record.version,
        "changed_at": moment_of(record.changed_at),
        "month": month_of(record.changed_at),
    }
    gone = _gone(record, area)
    if gone:
        head |= {"gone": gone}
        if gone == "merged" and record.merged_into is not None:
            head |= {"into": str(record.merged_into.uid)}
        return Told(record, turn.pk, head, (), gone=True)
    child = record.child_until is not None and today < record.child_until
    open_names, sealed = _open(grant, child)
    values: dict[str, Any] = {
        name: value for name, value in own_values(record, open_names).items() if value is not None
    }
    values |= {
        name: value for name, value in links.get(record.pk, {}).items() if name in open_names
    }
    disputed = sorted(
        name
        for name in open_names
        if name in record.standing and record.standing[name][2] == Verified.DISPUTED
    )
    head |= {
        "area": record.area_code,
        "values": {name: values[name] for name in sorted(values) if name in open_names},
        "disputed": disputed,
        "sealed": sealed,
    }
    personal = tuple(
        one.name for one in grant.fields if one.name in values and one.level >= Level.PERSONAL
    )
    return Told(record, turn.pk, head, personal, gone=False)


def _open(grant: Grant, child: bool) -> tuple[list[str], list[str]]:
    """Return the names that are given of a record, and those that are sealed: everything personal
    of a child under 14 but whom a file is about, which shows no more than the child's record."""
    if not child:
        return list(grant.names), []
    whole = about(grant.sheet)
    sealed = [
        one.name for one in grant.fields if one.level >= Level.PERSONAL and one.name not in whole
    ]
    return [name for name in grant.names if name not in sealed], sorted(sealed)


def _gone(record: Record, area: str) -> str:
    """Return why a record is not given any more; "" while it is."""
    if record.merged_into_id is not None:
        return "merged"
    if record.valid_to is not None:
        return "mistake" if record.ended_why == "mistake" else "ended"
    return "" if area and record.area_code.startswith(area) else "moved"


def _links(records: Sequence[Record], grant: Grant) -> dict[int, dict[str, Any]]:
    """Return the references of records by field: one, or a list where the field has many."""
    fields = {one.name: one for one in grant.fields if one.is_link}
    if not fields or not records:
        return {}
    rows = Link.objects.filter(
        source__in=[one.pk for one in records], field__in=list(fields), until__isnull=True
    )
    found: dict[int, dict[str, Any]] = {}
    for link in rows.select_related("target").order_by("pk"):
        said = {"uid": str(link.target.uid), **link.parts}
        of_record = found.setdefault(link.source_id, {})
        if fields[link.field].many:
            of_record.setdefault(link.field, []).append(said)
        else:
            of_record[link.field] = said
    return found


def moment_of(at: datetime) -> str:
    return at.astimezone(LOCAL).isoformat(timespec="seconds")


def month_of(at: datetime) -> str:
    """Return the month of a change on the county's clock, by which both sides count."""
    return f"{at.astimezone(LOCAL):%Y-%m}"


def personal_lines(told: Iterable[Told], longest: int = 200) -> list[tuple[str, str]]:
    """Return what the access log says of a page: (subject, names of fields), none cut off."""
    lines = []
    for one in told:
        names: list[str] = []
        for name in one.personal:
            if names and len(",".join([*names, name])) > longest:
                lines.append((f"register:{one.record.uid}", ",".join(names)))
                names = []
            names.append(name)
        if names:
            lines.append((f"register:{one.record.uid}", ",".join(names)))
    return lines
