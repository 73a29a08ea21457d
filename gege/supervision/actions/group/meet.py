"""A meeting of a leading group: called, changed, held, minuted, concluded (R-012)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from gege.kernel.ids import new_uid
from gege.notices.api import Draft, post
from gege.staff.api import Actor
from gege.supervision.actions.entries import choice_of, text_of
from gege.supervision.actions.streamed import write_line
from gege.supervision.errors import Invalid, Refused, Stale
from gege.supervision.models import Attendance, Group, Meeting
from gege.supervision.queries.groups import (
    group_by_uid,
    meeting_by_uid,
    meeting_facts,
    members_on,
)
from gege.supervision.rules.group import (
    MOST_AGENDA,
    MOST_MINUTES,
    may_keep,
    may_meet,
    meeting_leads_to,
)
from gege.supervision.rules.group_words import GroupDeed, MeetingDeed, MeetingState, Presence

MOST_GUESTS: Final = 50


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """When and where a meeting is, and what about."""

    held_on: date
    place: str
    agenda: str
    begins: time | None = None


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who was invited without a seat."""

    name: str
    office_title: str = ""


@dataclass(frozen=True, slots=True)
class WhoWasThere:
    """How each member took part, by the member's uid; and the guests."""

    members: Mapping[UUID, str]
    guests: tuple[Guest, ...] = field(default=())


def call_meeting(uid: UUID, entry: NewMeeting, *, by: Actor, now: datetime) -> Meeting:
    """Call a meeting and tell the members who have an account. Raises NotFound, Refused."""
    values = _values(entry)
    with transaction.atomic():
        group = group_by_uid(uid, by, now, lock=True)
        refusal = may_keep(GroupDeed.CALL, str(by.role), dissolved=group.dissolved_on is not None)
        if refusal is not None:
            raise Refused(refusal)
        if entry.held_on < group.founded_on:
            raise Invalid("held_on", "before_the_group")
        last = Meeting.objects.filter(group=group).order_by("-number").first()
        meeting = Meeting.objects.create(
            uid=new_uid(),
            group=group,
            number=last.number + 1 if last else 1,
            called_at=now,
            called_by=by.name,
            **values,
        )
        _line(meeting, group, GroupDeed.CALL, by=by, now=now, **values)
        _tell(meeting, group, "meeting_called", by=by, now=now)
    return meeting


def change_meeting(
    uid: UUID, entry: NewMeeting, *, by: Actor, now: datetime, seen: int | None = None
) -> Meeting:
    """Change day, place or agenda of a meeting that is still to be held."""
    values = _values(entry)
    with meeting_step(uid, MeetingDeed.CHANGE, by=by, now=now, seen=seen) as step:
        if entry.held_on < step.group.founded_on:
            raise Invalid("held_on", "before_the_group")
        for name, value in values.items():
            setattr(step.meeting, name, value)
        step.more |= values
        _tell(step.meeting, step.group, "meeting_changed", by=by, now=now)
    return step.meeting


def cancel_meeting(
    uid: UUID, *, words: str, by: Actor, now: datetime, seen: int | None = None
) -> Meeting:
    """Cancel a meeting, with the reason."""
    why = text_of("words", words, most=200, least=2)
    with meeting_step(uid, MeetingDeed.CANCEL, by=by, now=now, seen=seen) as step:
        step.more["words"] = why
        _tell(step.meeting, step.group, "meeting_cancelled", by=by, now=now, reason=why)
    return step.meeting


def hold_meeting(
    uid: UUID, there: WhoWasThere, *, by: Actor, now: datetime, seen: int | None = None
) -> Meeting:
    """Write down who was there: each member of that day, and guests."""
    with meeting_step(uid, MeetingDeed.HOLD, by=by, now=now, seen=seen) as step:
        rows = _attendance(step.meeting, step.group, there)
        Attendance.objects.bulk_create(rows)
        how: dict[str, list[str]] = {}
        for row in rows:
            how.setdefault(row.how, []).append(row.name)
        step.more |= how
    return step.meeting


def write_minutes(
    uid: UUID, *, minutes: str, by: Actor, now: datetime, seen: int | None = None
) -> Meeting:
    """Write the minutes; until they are concluded they may be written anew."""
    text = text_of("minutes", minutes, most=MOST_MINUTES, least=2, lines=True)
    with meeting_step(uid, MeetingDeed.MINUTE, by=by, now=now, seen=seen) as step:
        step.meeting.minutes = text
        step.more["minutes"] = text
    return step.meeting


def conclude_meeting(uid: UUID, *, by: Actor, now: datetime, seen: int | None = None) -> Meeting:
    """Conclude the minutes: nothing of the meeting changes from now on."""
    with meeting_step(uid, MeetingDeed.CONCLUDE, by=by, now=now, seen=seen) as step:
        step.meeting.concluded_at, step.meeting.concluded_by = now, by.name
    return step.meeting


@dataclass
class MeetingStep:
    """A meeting with its group under the lock, and what its line says."""

    meeting: Meeting
    group: Group
    more: dict[str, Any]


@contextmanager
def meeting_step(
    uid: UUID, deed: MeetingDeed, *, by: Actor, now: datetime, seen: int | None = None
) -> Iterator[MeetingStep]:
    """Open one step of a meeting; what the deed raises undoes it.

    The group's row is the lock of all its meetings. Raises NotFound, Stale, Refused.
    """
    with transaction.atomic():
        group = group_by_uid(meeting_by_uid(uid, by, now).group.uid, by, now, lock=True)
        meeting = Meeting.objects.get(uid=uid)
        if seen is not None and seen != meeting.version:
            raise Stale
        present = Attendance.objects.filter(meeting=meeting, how=Presence.PRESENT).count()
        refusal = may_meet(deed, meeting_facts(meeting, group, by, now, present=present))
        if refusal is not None:
            raise Refused(refusal)
        step = MeetingStep(meeting, group, {})
        before = meeting.state
        meeting.state = meeting_leads_to(deed, MeetingState(before))
        yield step
        changed = {"before": before, "state": meeting.state} if before != meeting.state else {}
        meeting.version += 1
        meeting.save()
        _line(meeting, group, deed, by=by, now=now, **changed, **step.more)


def _line(
    meeting: Meeting, group: Group, deed: str, *, by: Actor, now: datetime, **more: Any
) -> None:
    before = {"state": more.pop("before")} if "before" in more else None
    after = {"state": more.pop("state")} if "state" in more else None
    write_line(
        group,
        f"meeting_{deed}",
        by=by,
        now=now,
        before=before,
        after=after,
        meeting=meeting.number,
        **{key: str(value) if isinstance(value, time) else value for key, value in more.items()},
    )


def _values(entry: NewMeeting) -> dict[str, Any]:
    return {
        "held_on": entry.held_on,
        "begins": entry.begins,
        "place": text_of("place", entry.place, most=120, least=2),
        "agenda": text_of("agenda", entry.agenda, most=MOST_AGENDA, least=2, lines=True),
    }


def _attendance(meeting: Meeting, group: Group, there: WhoWasThere) -> list[Attendance]:
    members = members_on(group, meeting.held_on)
    if {one.uid for one in members} != set(there.members):
        raise Invalid("members", "unknown_presence")
    if len(there.guests) > MOST_GUESTS:
        raise Invalid("guests", "too_many_guests", most=MOST_GUESTS)
    rows = []
    for one in members:
        how = choice_of("members", there.members[one.uid], Presence)
        if how is Presence.INVITED:
            raise Invalid("members", "unknown_presence")
        rows.append(
            Attendance(
                meeting=meeting, member=one, name=one.name, office_title=one.office_title, how=how
            )
        )
    for guest in there.guests:
        name = text_of("guests", guest.name, most=80, least=2)
        title = text_of("guests", guest.office_title, most=80)
        rows.append(
            Attendance(meeting=meeting, name=name, office_title=title, how=Presence.INVITED)
        )
    return rows


def _tell(
    meeting: Meeting,
    group: Group,
    template: str,
    *,
    by: Actor,
    now: datetime,
    reason: str = "",
) -> None:
    values = {
        "group": group.name,
        "day": meeting.held_on.isoformat(),
        "place": meeting.place,
        "reason": reason,
    }
    accounts = {one.account_id for one in members_on(group, meeting.held_on)}
    drafts = [
        Draft(
            template=template,
            subject=f"meeting:{meeting.uid}",
            to_account_id=account_id,
            values=values,
        )
        for account_id in sorted(one for one in accounts if one is not None)
        if account_id != by.account_id
    ]
    post(drafts, now=now)
