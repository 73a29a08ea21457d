"""A cadre keeps in touch with a household ("1+N", R-104), and no longer."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gege.fieldwork.actions.entries import number, words
from gege.fieldwork.actions.plan_visit import cancel
from gege.fieldwork.actions.visit_entries import area_of, home_in, household, point_in
from gege.fieldwork.errors import Invalid, Refused
from gege.fieldwork.models import ContactLink, Visit
from gege.fieldwork.queries.scope import may_see
from gege.fieldwork.queries.visits import link_by_uid
from gege.fieldwork.rules.visits import RHYTHM
from gege.fieldwork.rules.words import VisitState
from gege.kernel.area_codes import is_within
from gege.matters.api import local_date
from gege.staff.api import Actor, Role, account_with_posts
from gege.trail.api import record

APPOINTING = (Role.STATION_CLERK, Role.TOWNSHIP_OPERATOR, Role.COUNTY_SUPERVISOR)
"""Who may link households to others; everybody who acts may link them to himself."""


def link_household(
    uid: UUID,
    *,
    account_id: int,
    area_code: str,
    who: str,
    by: Actor,
    now: datetime,
    point: UUID | None = None,
    door: str = "",
    phone: str = "",
    every_days: int = 90,
    home: UUID | None = None,
) -> ContactLink:
    """Link a household, as a door and a name, to a cadre in whose area it lies.

    `home` is the household of the register, where it is known there. The same uid again changes
    nothing. Raises Invalid naming the entry, Refused("uid_used").
    """
    with transaction.atomic():
        first = ContactLink.objects.filter(uid=uid).first()
        if first is not None:
            if first.account_id != account_id or first.area_code != area_code:
                raise Refused("uid_used")
            return first
        today = local_date(now)
        code = area_of(area_code, today)
        _check_reach(account_id, code, by, now)
        typed = household(door, who, phone)
        link = ContactLink(
            uid=uid,
            account_id=account_id,
            area_code=code,
            point=point_in(code, point),
            every_days=number("every_days", every_days, least=RHYTHM[0], most=RHYTHM[1]),
            valid_from=today,
            household=home_in(code, home, by, now),
            **typed,
        )
        if not link.who:
            raise Invalid("who", "needed")
        if not (link.point_id or link.door or link.household_id):
            raise Invalid("door", "visit_place_needed")
        link.save(force_insert=True)
        _record(link, "link_household", by, now, every_days=link.every_days)
    return link


def end_link(uid: UUID, *, reason: str, by: Actor, now: datetime) -> ContactLink:
    """End a link from today on, with a reason; its planned visit is given up, the log stays."""
    why = words("reason", reason, most=200, least=2)
    with transaction.atomic():
        link = link_by_uid(uid, by, lock=True)
        if link.account_id != by.account_id and by.role not in APPOINTING:
            raise Refused("not_your_role")
        if link.valid_to is not None:
            raise Refused("link_ended")
        link.valid_to = local_date(now)
        link.save(update_fields=["valid_to"])
        planned = Visit.objects.select_for_update().filter(link=link, state=VisitState.PLANNED)
        for visit in planned:
            cancel(visit, reason=why, by=by, now=now)
        _record(link, "end_link", by, now, reason=why)
    return link


def _check_reach(account_id: int, area_code: str, by: Actor, now: datetime) -> None:
    """Raise Invalid unless the area is the maker's to give and lies in the cadre's own."""
    own = account_id == by.account_id and by.role is not Role.ADMINISTRATOR
    if own and not is_within(area_code, by.area_code or "-"):
        raise Invalid("area_code", "not_your_area")
    if not own:
        if by.role not in APPOINTING:
            raise Invalid("account_id", "not_your_role")
        if not may_see(by, area_code):
            raise Invalid("area_code", "not_your_area")
    found = account_with_posts(account_id, now)
    posts = found[1] if found else ()
    if not any(post.area_code and is_within(area_code, post.area_code) for post in posts):
        raise Invalid("account_id", "visit_nobody_there")


def _record(link: ContactLink, deed: str, by: Actor, now: datetime, **more: object) -> None:
    record(
        stream=f"link:{link.uid}",
        deed=deed,
        by=by.signature(),
        now=now,
        after={
            "account": link.account_id,
            "area_code": link.area_code,
            "valid_to": link.valid_to.isoformat() if link.valid_to else None,
        },
        more=more,
    )
