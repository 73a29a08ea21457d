"""Reading leading groups; every read starts from what the asker may see (R-012).

The county's centre reads all groups, a member the groups that they sit in, the people of its
office theirs. Whoever is ordered by a decision reads the order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gege.kernel.typed_text import whole_number
from gege.matters.api import local_date
from gege.staff.api import Actor, Role
from gege.supervision.errors import NotFound
from gege.supervision.models import Attendance, Decision, Group, KeptFile, Meeting, Member, Order
from gege.supervision.rules.group import MeetingFacts, Term, may_keep, meeting_deeds
from gege.supervision.rules.group_words import GroupDeed, MeetingDeed, MeetingState, Seat

PAGE: Final = 30
_COUNTY: Final = frozenset(
    {Role.COUNTY_SUPERVISOR, Role.COUNTY_DISPATCHER, Role.ELECTRONIC_SUPERVISOR}
)
GROUP_READERS: Final = (
    Role.STATION_CLERK,
    Role.TOWNSHIP_OPERATOR,
    Role.COUNTY_DISPATCHER,
    Role.COUNTY_SUPERVISOR,
    Role.DEPARTMENT_OFFICER,
    Role.ELECTRONIC_SUPERVISOR,
)
_SEATS: Final = {seat: place for place, seat in enumerate(Seat)}


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A group with its members, those of today first by their seat, and what may be done."""

    group: Group
    members: Sequence[Member]
    former: Sequence[Member]
    deeds: tuple[GroupDeed, ...]


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting with all that was written in it."""

    meeting: Meeting
    group: Group
    attendance: Sequence[Attendance]
    decisions: Sequence[Decision]
    files: Sequence[KeptFile]
    deeds: tuple[MeetingDeed, ...]


def visible_groups(by: Actor, now: datetime) -> QuerySet[Group]:
    """Return the groups that a person may read."""
    if by.role in _COUNTY:
        return Group.objects.all()
    if by.role not in GROUP_READERS or by.unit_id is None or by.account_id is None:
        return Group.objects.none()
    today = local_date(now)
    seats = Member.objects.filter(account_id=by.account_id, since__lte=today)
    seats = seats.filter(Q(until=None) | Q(until__gte=today))
    return Group.objects.filter(Q(office_id=by.unit_id) | Q(pk__in=seats.values("group_id")))


def group_list(by: Actor, now: datetime) -> list[Group]:
    """Return the groups that a person may read, the living first; a county has a handful."""
    rows = visible_groups(by, now).order_by("-dissolved_on", "founded_on", "id")
    return sorted(rows[:200], key=lambda one: one.dissolved_on is not None)


def group_by_uid(uid: UUID, by: Actor, now: datetime, *, lock: bool = False) -> Group:
    """Return one group, locked for a deed when asked; raises NotFound out of scope."""
    rows = visible_groups(by, now)
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found = rows.filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def group_page(uid: UUID, *, by: Actor, now: datetime) -> GroupPage:
    """Open a group; two statements. Raises NotFound."""
    group, today = group_by_uid(uid, by, now), local_date(now)
    members = list(Member.objects.filter(group=group).order_by("since", "id"))
    living = [one for one in members if one.until is None or one.until >= today]
    living.sort(key=lambda one: (_SEATS[Seat(one.seat)], one.since, one.pk))
    former = [one for one in reversed(members) if one.until is not None and one.until < today]
    dissolved = group.dissolved_on is not None
    deeds = tuple(
        deed
        for deed in (GroupDeed.CALL, GroupDeed.APPOINT, GroupDeed.AMEND, GroupDeed.DISSOLVE)
        if may_keep(deed, str(by.role), dissolved=dissolved) is None
    )
    return GroupPage(group, living, former, deeds)


def meetings_of(group: Group, *, after: str = "", size: int = PAGE) -> tuple[list[Meeting], str]:
    """Return a page of a group's meetings, the newest number first, and the key of the next."""
    rows = Meeting.objects.filter(group=group).order_by("-number")
    key = whole_number(after, 32_767)
    if key is not None:
        rows = rows.filter(number__lt=key)
    found = list(rows[: size + 1])
    return found[:size], str(found[size - 1].number) if len(found) > size else ""


def decisions_of(meetings: Sequence[Meeting]) -> dict[int, list[Decision]]:
    """Return the decisions of some meetings with their orders, by the meeting's key."""
    found: dict[int, list[Decision]] = {one.pk: [] for one in meetings}
    rows = Decision.objects.filter(meeting__in=meetings).select_related("order")
    for row in rows.order_by("number"):
        found[row.meeting_id].append(row)
    return found


def meeting_by_uid(uid: UUID, by: Actor, now: datetime) -> Meeting:
    """Return one meeting with its group; raises NotFound out of scope."""
    rows = Meeting.objects.filter(group__in=visible_groups(by, now)).select_related("group")
    found = rows.filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def meeting_page(uid: UUID, *, by: Actor, now: datetime) -> MeetingPage:
    """Open a meeting; four statements. Raises NotFound."""
    meeting = meeting_by_uid(uid, by, now)
    attendance = list(Attendance.objects.filter(meeting=meeting).order_by("id"))
    facts = meeting_facts(meeting, meeting.group, by, now, present=_present(attendance))
    return MeetingPage(
        meeting,
        meeting.group,
        attendance,
        decisions_of([meeting])[meeting.pk],
        list(KeptFile.objects.filter(meeting=meeting).order_by("id")),
        meeting_deeds(facts),
    )


def decision_of_order(order: Order, *, by: Actor, now: datetime) -> Decision | None:
    """Return the decision that an order comes from, where this person reads the meeting."""
    rows = Decision.objects.filter(order=order, meeting__group__in=visible_groups(by, now))
    return rows.select_related("meeting__group").first()


def meeting_facts(
    meeting: Meeting, group: Group, by: Actor, now: datetime, *, present: int
) -> MeetingFacts:
    """Gather what the table of deeds asks about one meeting and one person."""
    return MeetingFacts(
        state=MeetingState(meeting.state),
        role=str(by.role),
        held_on=meeting.held_on,
        today=local_date(now),
        dissolved=group.dissolved_on is not None,
        present=present,
        minuted=bool(meeting.minutes),
    )


def members_on(group: Group, day: date) -> list[Member]:
    """Return who has a seat on a day, by seat."""
    rows = Member.objects.filter(group=group, since__lte=day)
    rows = rows.filter(Q(until=None) | Q(until__gte=day)).order_by("since", "id")
    return sorted(rows, key=lambda one: _SEATS[Seat(one.seat)])


def term_of(member: Member) -> Term:
    """Return a member's term as the rules know it."""
    who = f"account:{member.account_id}" if member.account_id else f"name:{member.name}"
    return Term(Seat(member.seat), who, member.since, member.until)


def _present(attendance: Sequence[Attendance]) -> int:
    return sum(1 for one in attendance if one.how == "present")
