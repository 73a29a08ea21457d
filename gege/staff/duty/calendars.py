"""Duty as a calendar (RFC 5545): a person's own, or a desk's, for any calendar program."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from gege.staff.duty.actions.keep_feed import digest_of
from gege.staff.duty.models import CalendarFeed, DutyDesk, Shift
from gege.staff.duty.queries.scope import desks_of
from gege.staff.duty.rules.hours import LOCAL
from gege.staff.models import Account
from gege.staff.queries import account_with_posts
from gege.territory.api import Atlas, load_atlas

BEHIND: Final = timedelta(days=31)
AHEAD: Final = timedelta(days=400)
NAME: Final = "gege"


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A calendar as it is sent: its bytes and a name for the file."""

    data: bytes
    name: str


def own_calendar(account: Account, now: datetime) -> CalendarFile:
    """Return a person's own duty, at whatever desk, from a month ago on."""
    rows = _around(now).filter(account_id=account.pk)
    return _made(rows.select_related("desk__unit"), _("My duty"), account, now, "duty")


def desk_calendar(desk: DutyDesk, reader: Account, now: datetime) -> CalendarFile:
    """Return a desk's roster with the names on it, for somebody who may see the desk."""
    rows = _around(now).filter(desk=desk).select_related("desk__unit", "account")
    name = _("Duty: %(unit)s") % {"unit": _unit(desk, load_atlas())}
    return _made(rows, name, reader, now, f"duty-{desk.unit.code}", with_names=True)


def calendar_of_feed(secret: str, now: datetime) -> CalendarFile | None:
    """Return the calendar behind a secret address, in the language of its person.

    None for an unknown or ended one, for a person who has left, and for a desk that they may not
    see any more.
    """
    if not 20 <= len(secret) <= 100:
        return None
    feeds = CalendarFeed.objects.filter(digest=digest_of(secret), ended_at=None)
    feed = feeds.select_related("desk__unit").first()
    held = account_with_posts(feed.account_id, now) if feed else None
    if feed is None or held is None or not held[1]:
        return None
    account, posts = held
    with translation.override(account.language):
        if feed.desk_id is None:
            return own_calendar(account, now)
        seen = any(desks_of(post).filter(id=feed.desk_id).exists() for post in posts)
        if feed.desk is None or not seen:
            return None
        return desk_calendar(feed.desk, account, now)


def _around(now: datetime) -> QuerySet[Shift]:
    rows = Shift.objects.filter(live=True, ends__gt=now - BEHIND, starts__lt=now + AHEAD)
    return rows.order_by("starts", "id")


def _made(
    shifts: Iterable[Shift],
    name: str,
    reader: Account,
    now: datetime,
    file: str,
    *,
    with_names: bool = False,
) -> CalendarFile:
    calendar = Calendar()
    calendar.add("prodid", f"-//{NAME}//duty//{reader.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", str(LOCAL))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    atlas = load_atlas()
    for shift in shifts:
        calendar.add_component(_event(shift, with_names, atlas))
    calendar.add_missing_timezones()
    return CalendarFile(calendar.to_ical(), f"{file}.ics")


def _event(shift: Shift, with_names: bool, atlas: Atlas) -> Event:
    unit = _unit(shift.desk, atlas)
    event = Event()
    # The same shift keeps its identity whoever does it, so programs move it and double nothing.
    event.add("uid", f"{shift.uid}@duty.{NAME}")
    event.add("dtstamp", shift.changed_at)
    event.add("last-modified", shift.changed_at)
    event.add("sequence", shift.version)
    event.add("dtstart", shift.starts.astimezone(LOCAL))
    event.add("dtend", shift.ends.astimezone(LOCAL))
    person = shift.account.display_name if with_names and shift.account else ""
    text = _("%(person)s on duty: %(unit)s") if person else _("On duty: %(unit)s")
    event.add("summary", text % {"person": person, "unit": unit})
    event.add("location", unit)
    event.add("transp", "OPAQUE")
    return event


def _unit(desk: DutyDesk, atlas: Atlas) -> str:
    facts = atlas.unit(desk.unit_id)
    language = translation.get_language() or "zh-hans"
    return facts.name(language) if facts else desk.unit.name_zh
