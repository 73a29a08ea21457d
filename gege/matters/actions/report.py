"""Report a matter (上报): the one way anything comes in, whatever the channel (R-062, R-064)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from gege.kernel.area_codes import is_within
from gege.kernel.bell import ring_of
from gege.kernel.coordinates import Crs, Point, to_wgs84
from gege.kernel.ids import new_uid
from gege.kernel.telephones import is_mobile, telephone
from gege.matters.actions.entries import choice, past, words
from gege.matters.actions.offering import Offered, keep_offer
from gege.matters.actions.ringing import ring
from gege.matters.books import rulebook
from gege.matters.errors import Invalid
from gege.matters.models import Involvement, Matter, Reporting, search_words
from gege.matters.queries.setting import Setting, setting
from gege.matters.rules.clocks import recount_of, step_due, step_late_at
from gege.matters.rules.routing import unplaced_tier
from gege.matters.rules.rulebook import Kind, Rulebook
from gege.matters.rules.words import Channel, Intent, Move, Severity, Stage, State, Tier
from gege.matters.zone import local_date
from gege.notices.api import Draft, post
from gege.staff.api import Actor, Role
from gege.territory.api import AreaFacts, Misplaced, UnitFacts
from gege.trail.api import insert, record

LONGEST_TITLE = 120
LONGEST_DESCRIPTION = 2000
_MOST_EDITIONS = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Who:
    """The person a matter comes from, as far as they wish to be known.

    `by_text`: who wants a callback chose a text to their mobile before anybody calls.
    `confidential`: nobody outside the hotline learns who they are.
    """

    anonymous: bool = True
    name: str = ""
    phone: str = ""
    wants_callback: bool = False
    by_text: bool = False
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says. `grid_code` or `point` place it; neither puts it on the list of
    places to be found. `receipt_key` is made by the sender: the same key is the same report.
    `edition` is the rulebook that the sender chose the kind from, if it may have moved on.
    `offered` is what was suggested to whoever chose the kind.
    """

    title: str
    kind: str
    description: str = ""
    grid_code: str = ""
    point: Point | None = None
    crs: Crs = Crs.WGS84
    address: str = ""
    channel: str = Channel.COUNTER
    intent: str = ""
    severity: str = ""
    happened_at: datetime | None = None
    reported_at: datetime | None = None
    who: Who = field(default_factory=Who)
    receipt_key: UUID | None = None
    edition: int | None = None
    offered: Offered | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    area_code: str
    grid: AreaFacts | None
    point: Point | None


def report(entry: Report, *, by: Actor, now: datetime, where: Setting | None = None) -> Matter:
    """Record a matter, route it and start its intake timer.

    Writes the matter, its reporter, its ledger line and its notice in one transaction. A report
    whose `receipt_key` was received before returns the first one and changes nothing. Raises
    Invalid naming the entry that cannot be taken. `where` is the setting that the reporter's form
    was checked against, if it was loaded already.
    """
    try:
        with transaction.atomic():
            return _write(entry, by, where or setting(now))
    except (IntegrityError, Invalid):
        first = _received(entry, by)
        if first is None:
            raise
        return first


def _received(entry: Report, by: Actor) -> Matter | None:
    """Return the matter that this person's earlier report under the same key became."""
    if entry.receipt_key is None:
        return None
    first = Matter.objects.defer("search").filter(receipt_key=entry.receipt_key).first()
    if first is not None and first.reported_by_id != by.account_id:
        raise Invalid("receipt_key", "receipt_key_used")
    return first


def _write(entry: Report, by: Actor, where: Setting) -> Matter:
    book, kind = _kind(entry, where)
    place = _place(entry, by, where)
    holder = _holder(kind, place, by, where)
    matter = _matter(entry, book, kind, place, holder, by, where)
    head = record(
        stream=matter.stream,
        deed=str(Move.REPORT),
        by=by.signature(),
        now=where.now,
        after={
            "state": matter.state,
            "holder": holder.name_zh,
            "kind": matter.kind,
            "area_code": matter.area_code,
            "channel": matter.channel,
        },
        more=_more(entry, matter, where.now),
        head=matter.head,
    )
    matter.trail_seq, matter.trail_hash = head.seq, head.hash
    insert(matter, search=("array_to_tsvector(%s::text[])", search_words(matter)))
    keep_offer(matter, entry.offered, chosen=matter.kind, now=where.now)
    who = reporter_of(entry.who)
    insert(Reporting(**who, channel=entry.channel, matter=matter, at=matter.reported_at))
    if by.is_department and by.unit_id is not None:
        Involvement.objects.create(matter=matter, unit_id=by.unit_id)
    ring(ring_of((matter.area_code,), (holder.id,)))
    if holder.id != by.unit_id:
        words_ = {"number": matter.number, "title": matter.title}
        post([Draft("reported", matter.number, to_unit_id=holder.id, values=words_)], now=where.now)
    return matter


def _more(entry: Report, matter: Matter, now: datetime) -> dict[str, Any] | None:
    """Return what the first line of a matter keeps besides: when it was, what was suggested."""
    more: dict[str, Any] = {}
    if matter.reported_at < now:
        more["done_at"] = matter.reported_at
    if entry.offered is not None:
        more["suggested"] = [one.code for one in entry.offered.rows]
    return more or None


def _kind(entry: Report, where: Setting) -> tuple[Rulebook, Kind]:
    """Return the kind and the edition the matter keeps.

    A kind that went out of use after the sender chose it is taken: a changed list must not make
    unsendable what was written down before (R-039).
    """
    book = where.book
    if book.has(entry.kind) and not book.kind(entry.kind).retired:
        return book, book.kind(entry.kind)
    chosen_from = _earlier(entry.edition)
    if chosen_from is None or not chosen_from.has(entry.kind):
        raise Invalid("kind", "unknown_kind", value=entry.kind[:20])
    kind = chosen_from.kind(entry.kind)
    if kind.retired:
        raise Invalid("kind", "unknown_kind", value=entry.kind[:20])
    return (book if book.has(kind.code) else chosen_from), kind


def _earlier(edition: int | None) -> Rulebook | None:
    if edition is None or not 0 < edition <= _MOST_EDITIONS:
        return None
    try:
        return rulebook(edition)
    except LookupError:
        return None


def _place(entry: Report, by: Actor, where: Setting) -> _Place:
    """Find the grid: the one named, else the one the point lies in, else none.

    Nobody reports into an area beyond their own; a point outside every grid is kept.
    """
    today = local_date(where.now)
    grid = _grid_of_point(entry, where, today)
    if entry.grid_code:
        grid = where.atlas.area(entry.grid_code, today)
        if grid is None or len(grid.code) != 15:
            raise Invalid("grid_code", "unknown_grid", value=entry.grid_code[:15])
    point = _wgs84(entry)
    if grid is None:
        county = where.atlas.county()
        if county is None:
            raise Invalid("grid_code", "no_territory")
        # It stays visible to whoever reported it until somebody has found the place.
        return _Place(by.area_code or county.code, None, point)
    # A resident's community is what they believe; where it is, their position says.
    bound = by.area_code if by.role is not Role.RESIDENT else ""
    if bound and not is_within(grid.code, bound):
        raise Invalid("grid_code", "not_your_area")
    return _Place(grid.code, grid, point)


def _grid_of_point(entry: Report, where: Setting, today: date) -> AreaFacts | None:
    if entry.point is None:
        return None
    placing = where.atlas.place(entry.point, entry.crs, today)
    if placing.problem in (Misplaced.SWAPPED, Misplaced.NOT_A_POSITION):
        raise Invalid("point", f"point_{placing.problem}")
    return placing.grid


def _wgs84(entry: Report) -> Point | None:
    return to_wgs84(entry.point, entry.crs) if entry.point is not None else None


def _holder(kind: Kind, place: _Place, by: Actor, where: Setting) -> UnitFacts:
    """Return the unit that a new matter enters at (`rules/routing.py`)."""
    if place.grid is None:
        by_resident = by.role is Role.RESIDENT
        tier = unplaced_tier(place.area_code, by_resident=by_resident)
        return where.platform(place.area_code, tier)
    return where.entry(kind, place.grid.code, by)


def _matter(
    entry: Report,
    book: Rulebook,
    kind: Kind,
    place: _Place,
    holder: UnitFacts,
    by: Actor,
    where: Setting,
) -> Matter:
    now = where.now
    slack = book.thresholds.future_minutes
    reported_at = past("reported_at", entry.reported_at, now=now, slack_minutes=slack) or now
    severity = choice("severity", entry.severity or kind.severity, Severity)
    title = words("title", entry.title, most=LONGEST_TITLE, least=2, lines=False)
    description = words("description", entry.description, most=LONGEST_DESCRIPTION)
    address = words("address", entry.address, most=200, lines=False)
    label = where.atlas.label(place.area_code)
    tier = Tier(holder.kind)
    matter = Matter(
        uid=new_uid(),
        receipt_key=entry.receipt_key,
        title=title,
        description=description,
        kind=kind.code,
        family=kind.family,
        intent=choice("intent", entry.intent or kind.intent, Intent),
        severity=severity,
        channel=choice("channel", entry.channel, Channel),
        rulebook=book.number,
        area_code=place.area_code,
        place_label=label,
        address=address,
        lng=place.point.lng if place.point else None,
        lat=place.point.lat if place.point else None,
        placed=place.grid is not None,
        state=State.REPORTED,
        holder_id=holder.id,
        happened_at=past("happened_at", entry.happened_at, now=now, slack_minutes=slack),
        reported_at=reported_at,
        recorded_at=now,
        first_time=kind.first_time,
        reported_by_id=by.account_id,
        escalated=tier in (Tier.TOWNSHIP, Tier.COUNTY) and place.grid is not None,
        to_county=tier is Tier.COUNTY and place.grid is not None,
    )
    _start_clocks(matter, book, tier, where)
    return matter


def _start_clocks(matter: Matter, book: Rulebook, tier: Tier, where: Setting) -> None:
    """Say until when somebody must accept, and until when the "first time" must come (R-083)."""
    calendar, severity = where.calendar, Severity(matter.severity)
    intake = step_due(
        book,
        calendar,
        state=State.REPORTED,
        kind=matter.kind,
        severity=severity,
        tier=tier,
        now=where.now,
        due_at=None,
    )
    assert intake is not None  # a new matter waits to be accepted
    matter.step_since, matter.step_due_at = where.now, intake.at
    matter.step_recount = intake.recount
    matter.next_step_at = step_late_at(State.REPORTED, intake.at)
    limit = book.limit(Stage.FIRST_TIME, matter.kind, severity, tier)
    first = calendar.due(matter.reported_at, limit)
    matter.first_due_at, matter.first_recount = first.at, recount_of(first, limit)


def reporter_of(who: Who) -> dict[str, object]:
    """Return what is kept of whoever a matter comes from; raises Invalid."""
    name = words("name", who.name, most=60, lines=False)
    phone = words("phone", who.phone, most=30, lines=False)
    if who.anonymous and (name or phone):
        raise Invalid("anonymous", "anonymous_with_name")
    if who.confidential and (who.anonymous or not (name or phone)):
        raise Invalid("confidential", "nobody_to_keep")
    if who.wants_callback and not phone:
        raise Invalid("phone", "callback_needs_phone")
    number = telephone(phone)
    if who.by_text and not (who.wants_callback and number and is_mobile(number)):
        raise Invalid("phone", "text_needs_mobile")
    return {
        "anonymous": who.anonymous,
        "name": name,
        "phone": phone,
        "wants_callback": who.wants_callback,
        "by_text": who.by_text,
        "confidential": who.confidential,
    }
