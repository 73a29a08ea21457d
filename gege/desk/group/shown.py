"""Leading groups and meetings as their pages draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gege.desk.matter.views.files import INLINE
from gege.desk.orders.shown import light_of, plain
from gege.desk.parts import Fact, Photo
from gege.staff.api import Actor
from gege.supervision.api import (
    Attendance,
    Decision,
    Group,
    KeptFile,
    Meeting,
    MeetingPage,
    Member,
    group_names,
    names,
)
from gege.territory.api import Atlas


@dataclass(frozen=True, slots=True)
class Seated:
    """A member in a list; `end` is where their term is ended, "" where it cannot be."""

    member: Member
    seat: str
    end: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision with the light of its order, and who carries it out."""

    decision: Decision
    words: str
    light: str = ""
    state: str = ""
    owner: str = ""
    href: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class Met:
    """A meeting in the list of its group, with what became of its decisions."""

    meeting: Meeting
    state: str
    decisions: int
    open: int
    lights: tuple[str, ...] = ()


def seated(group: Group, members: Sequence[Member], *, may_end: bool) -> list[Seated]:
    """Return members as lines."""
    return [
        Seated(
            one,
            names.name_of(group_names.SEATS, one.seat),
            reverse("group:end-term", args=[group.uid, one.uid]) if may_end else "",
        )
        for one in members
    ]


def met(
    meetings: Sequence[Meeting], decisions: dict[int, list[Decision]], now: datetime
) -> list[Met]:
    """Return meetings as lines, with the lights of what is still open."""
    found = []
    for one in meetings:
        made = decisions[one.pk]
        orders = [row.order for row in made if row.order is not None]
        running = [order for order in orders if order.state not in ("closed", "withdrawn")]
        lights = sorted({light_of(order, now) for order in running} - {"none"}, reverse=True)
        state = names.name_of(group_names.MEETING_STATES, one.state)
        found.append(Met(one, state, len(made), len(running), tuple(lights)))
    return found


def decided(page: MeetingPage, atlas: Atlas, by: Actor, now: datetime) -> list[Decided]:
    """Return the decisions of a meeting, each with the light of its order."""
    found = []
    for one in page.decisions:
        words, order = plain(one.words, by), one.order
        if order is None:
            found.append(Decided(one, words))
            continue
        unit = atlas.unit(order.to_unit_id)
        found.append(
            Decided(
                one,
                words,
                light_of(order, now),
                names.name_of(names.STATES, order.state),
                unit.short(get_language() or "") if unit else "",
                order.get_absolute_url(),
                plain(order.result, by),
            )
        )
    return found


def attendance_of(rows: Sequence[Attendance]) -> list[tuple[str, str]]:
    """Return (how, names with their office titles) for each way of taking part."""
    found: dict[str, list[str]] = {}
    for one in rows:
        title = f"（{one.office_title}）" if one.office_title else ""
        found.setdefault(one.how, []).append(f"{one.name}{title}")
    return [
        (str(name), "、".join(found[str(word)]))
        for word, name in group_names.PRESENCES.items()
        if str(word) in found
    ]


def facts_of_group(group: Group, atlas: Atlas) -> list[Fact]:
    """Return what the page of a group says of it."""
    unit = atlas.unit(group.office_id)
    facts = [
        Fact(_("Office"), unit.name(get_language() or "") if unit else ""),
        Fact(_("Founded on"), group.founded_on.isoformat(), hint=group.basis),
    ]
    if group.dissolved_on is not None:
        facts.append(Fact(pgettext("group", "Dissolved on"), group.dissolved_on.isoformat()))
    if group.task:
        facts.append(Fact(pgettext("group", "What it is for"), group.task))
    return facts


def papers_of(kind: str, uid: object, rows: Sequence[KeptFile]) -> list[Photo]:
    """Return files as a strip of photographs and papers."""
    found = []
    for one in rows:
        href = reverse("orders:file", args=[kind, uid, one.sha256])
        small = href if one.media_type in INLINE else ""
        found.append(Photo(href, small, one.name, one.at, one.by_name))
    return found
