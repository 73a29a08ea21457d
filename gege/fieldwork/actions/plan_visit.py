"""A visit is planned, given up, or planned by the rhythm of a link."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef, Q, Subquery

from gege.fieldwork.actions.entries import words
from gege.fieldwork.actions.visit_entries import (
    area_of,
    check_may_write,
    due_day,
    facts_of,
    home_in,
    household,
    link_for,
    place_of,
    point_in,
    purpose_of,
)
from gege.fieldwork.editions import current_rules
from gege.fieldwork.errors import Invalid, Refused, Stale
from gege.fieldwork.models import ContactLink, Visit
from gege.fieldwork.queries.visits import may_write_at, stream_of, visit_by_uid
from gege.fieldwork.rules.visits import next_contact
from gege.fieldwork.rules.words import Purpose, VisitState
from gege.matters.api import local_date
from gege.notices.api import Draft, post
from gege.staff.api import SYSTEM, Actor, account_with_posts
from gege.territory.api import read_editions
from gege.trail.api import open_streams, record

BATCH: Final = 200
PLAN: Final = "plan_visit"


def plan_visit(
    uid: UUID,
    *,
    area_code: str,
    purpose: str,
    due_on: date | None,
    by: Actor,
    now: datetime,
    purpose_note: str = "",
    point: UUID | None = None,
    door: str = "",
    who: str = "",
    phone: str = "",
    link: UUID | None = None,
    account_id: int | None = None,
    home: UUID | None = None,
) -> Visit:
    """Plan a visit for whoever looks after the grid, or for one person by account.

    A visit of a link is for its cadre. `home` is a household of the register. The same
    uid by the same person changes nothing. Raises Invalid naming the entry, Refused("uid_used"),
    Refused("link_has_a_plan").
    """
    typed = household(door, who, phone)
    try:
        with transaction.atomic():
            first = _planned_before(uid, by)
            if first is not None:
                return first
            code = area_of(area_code, local_date(now))
            cadre = link_for(link, code, by, local_date(now))
            if not may_write_at(by, code, account_id=cadre.account_id if cadre else None):
                raise Invalid("area_code", "not_your_area")
            if account_id is not None and not cadre:
                _check_visitor(account_id, code, now)
            visit = Visit(
                uid=uid,
                area_code=code,
                purpose=purpose_of(purpose),
                purpose_note=words("purpose_note", purpose_note, most=200),
                due_on=due_day(due_on, now),
                point=point_in(code, point),
                link=cadre,
                account_id=cadre.account_id if cadre else account_id,
                household=home_in(code, home, by, now),
                **typed,
            )
            _write(visit, by, now)
    except IntegrityError:
        first = _planned_before(uid, by)
        if first is not None:
            return first
        raise Refused("link_has_a_plan") from None
    return visit


def _write(visit: Visit, by: Actor, now: datetime) -> None:
    """Write a planned visit, its line of the ledger, and the word to whom it is planned for."""
    visit.planned_by, visit.state, visit.received_at = by.name, VisitState.PLANNED, now
    _from_link(visit, visit.link)
    if not (visit.point or visit.door or visit.who or visit.household_id):
        raise Invalid("door", "visit_place_needed")
    visit.save(force_insert=True)
    record(
        stream=stream_of(visit),
        deed=PLAN,
        by=by.signature(),
        now=now,
        after=facts_of(visit),
        more={"area_code": visit.area_code, "planned_for": visit.account_id},
    )
    if visit.account_id is not None and visit.account_id != by.account_id:
        values = {"due": str(visit.due_on), "place": place_of(visit)}
        subject, to = stream_of(visit), visit.account_id
        post([Draft("visit_planned_for_you", subject, to_account_id=to, values=values)], now=now)


def cancel_visit(uid: UUID, *, reason: str, seen: int, by: Actor, now: datetime) -> Visit:
    """Give a planned visit up, with a reason. Raises Stale when it changed after it was seen."""
    why = words("reason", reason, most=200, least=2)
    with transaction.atomic():
        visit = visit_by_uid(uid, by, lock=True)
        check_may_write(by, visit)
        if visit.version != seen:
            raise Stale
        if visit.state != VisitState.PLANNED:
            raise Refused("visit_not_planned")
        cancel(visit, reason=why, by=by, now=now)
    return visit


def cancel(visit: Visit, *, reason: str, by: Actor, now: datetime) -> None:
    """Write that a locked planned visit is given up; inside the caller's transaction."""
    before = facts_of(visit)
    visit.state, visit.version = VisitState.CANCELLED, visit.version + 1
    visit.save(update_fields=["state", "version"])
    record(
        stream=stream_of(visit),
        deed="cancel_visit",
        by=by.signature(),
        now=now,
        before=before,
        after=facts_of(visit),
        more={"reason": reason},
    )


def plan_from_links(*, now: datetime) -> int:
    """Plan the next contact of links whose day comes near; return how many were planned.

    Nightly, in batches: call it until it returns less than `BATCH`. A link has at most one
    planned visit, so running twice plans nothing twice.
    """
    today = local_date(now)
    ahead = today + timedelta(days=current_rules(read_editions()).visit_ahead_days)
    with transaction.atomic():
        chosen = _near_links(today, ahead)
        rows = [
            _contact(link, next_contact(_last_day(link), link.every_days, today), now)
            for link in chosen
        ]
        Visit.objects.bulk_create(rows)
        open_streams(
            {
                stream_of(one): {
                    "after": facts_of(one),
                    "area_code": one.area_code,
                    "planned_for": one.account_id,
                }
                for one in rows
            },
            deed=PLAN,
            by=SYSTEM.signature(),
            now=now,
        )
    return len(rows)


def _near_links(today: date, ahead: date) -> list[ContactLink]:
    """Return and lock some living links that are due by a day and have no planned visit."""
    planned = Visit.objects.filter(link_id=OuterRef("pk"), state=VisitState.PLANNED)
    made = Visit.objects.filter(link_id=OuterRef("pk"), done_at__isnull=False).order_by()
    last = made.values("link_id").annotate(last=Max("done_at")).values("last")
    rows = ContactLink.objects.select_for_update(of=("self",), skip_locked=True)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=today), ~Exists(planned))
    rows = rows.filter(account__is_active=True).annotate(last_at=Subquery(last)).order_by("id")
    found: list[ContactLink] = []
    for link in rows.iterator(chunk_size=BATCH):
        if _last_day(link) + timedelta(days=link.every_days) <= ahead:
            found.append(link)
            if len(found) == BATCH:
                break
    return found


def _last_day(link: ContactLink) -> date:
    last_at: datetime | None = getattr(link, "last_at", None)
    return local_date(last_at) if last_at else link.valid_from


def _contact(link: ContactLink, due_on: date, now: datetime) -> Visit:
    visit = Visit(
        area_code=link.area_code,
        purpose=Purpose.CONTACT,
        due_on=due_on,
        link=link,
        account_id=link.account_id,
        planned_by=SYSTEM.name,
        state=VisitState.PLANNED,
        received_at=now,
    )
    _from_link(visit, link)
    return visit


def _from_link(visit: Visit, link: ContactLink | None) -> None:
    """Take what a link knows of the household where the visit says nothing else."""
    if link is None:
        return
    visit.point_id = visit.point_id or link.point_id
    visit.household_id = visit.household_id or link.household_id
    visit.door = visit.door or link.door
    visit.who = visit.who or link.who
    visit.phone = visit.phone or link.phone


def _planned_before(uid: UUID, by: Actor) -> Visit | None:
    first = Visit.objects.filter(uid=uid).first()
    if first is None:
        return None
    if first.planned_by != by.name or not may_write_at(
        by, first.area_code, account_id=first.account_id
    ):
        raise Refused("uid_used")
    return first


def _check_visitor(account_id: int, area_code: str, now: datetime) -> None:
    """Raise Invalid unless the person holds a post whose area the visit lies in."""
    found = account_with_posts(account_id, now)
    posts = found[1] if found else ()
    if not any(post.area_code and area_code.startswith(post.area_code) for post in posts):
        raise Invalid("account_id", "visit_nobody_there")
