"""A leading group as a body: found it, appoint, end a term, dissolve it (R-012)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from gege.kernel.ids import new_uid
from gege.matters.api import local_date
from gege.staff.api import Account, Actor
from gege.supervision.actions.entries import choice_of, text_of
from gege.supervision.actions.streamed import write_line
from gege.supervision.errors import Invalid, NotFound, Refused, Stale
from gege.supervision.models import Group, Member
from gege.supervision.queries.groups import group_by_uid, term_of
from gege.supervision.rules.group import MOST_MEMBERS, GroupRefusal, Term, in_the_way, may_keep
from gege.supervision.rules.group_words import GroupDeed, Seat
from gege.territory.api import load_atlas

_OFFICES = frozenset({"county_centre", "township_centre", "station", "department"})


@dataclass(frozen=True, slots=True)
class NewGroup:
    """What a group is: `office` the code of the unit where its office sits, `basis` the paper
    that founded it, `task` what it is for."""

    name: str
    office: str
    founded_on: date
    basis: str = ""
    task: str = ""


@dataclass(frozen=True, slots=True)
class NewMember:
    """Who gets a seat: a login name, or the name of somebody without an account."""

    seat: str
    office_title: str
    since: date
    login: str = ""
    name: str = ""
    until: date | None = None


def found_group(entry: NewGroup, *, by: Actor, now: datetime) -> Group:
    """Found a leading group. Raises Refused, Invalid naming the entry."""
    _may(GroupDeed.FOUND, by, dissolved=False)
    values = _values(entry, now)
    with transaction.atomic():
        group = Group(uid=new_uid(), **values)
        _save_named(group)
        write_line(group, GroupDeed.FOUND, by=by, now=now, after=values)
    return group


def amend_group(
    uid: UUID, entry: NewGroup, *, by: Actor, now: datetime, seen: int | None = None
) -> Group:
    """Change name, office, task or the paper it rests on."""
    values = _values(entry, now)
    with _group_step(uid, GroupDeed.AMEND, by=by, now=now, seen=seen) as (group, said):
        before = {name: getattr(group, name) for name in values}
        first = Member.objects.filter(group=group).order_by("since").first()
        if first is not None and values["founded_on"] > first.since:
            raise Invalid("founded_on", "before_the_group")
        for name, value in values.items():
            setattr(group, name, value)
        _save_named(group)
        said["before"] = {name: before[name] for name in values if before[name] != values[name]}
        said["after"] = {name: values[name] for name in said["before"]}
    return group


def appoint(uid: UUID, entry: NewMember, *, by: Actor, now: datetime) -> Member:
    """Give somebody a seat. Raises NotFound, Refused, Invalid naming the entry."""
    seat = choice_of("seat", entry.seat, Seat)
    title = text_of("office_title", entry.office_title, most=80, least=2)
    with _group_step(uid, GroupDeed.APPOINT, by=by, now=now) as (group, said):
        account, name = _who(entry)
        if entry.since < group.founded_on:
            raise Invalid("since", "before_the_group")
        if entry.until is not None and entry.until < entry.since:
            raise Invalid("until", "term_backwards")
        others = list(Member.objects.filter(group=group))
        who = f"account:{account.pk}" if account else f"name:{name}"
        problem = in_the_way(
            Term(seat, who, entry.since, entry.until), [term_of(one) for one in others]
        )
        if problem:
            raise Invalid("seat" if problem == "second_chair" else "name", problem)
        if len(others) >= MOST_MEMBERS:
            raise Invalid("name", "too_many_members", most=MOST_MEMBERS)
        member = Member.objects.create(
            uid=new_uid(),
            group=group,
            account=account,
            name=name,
            office_title=title,
            seat=seat,
            since=entry.since,
            until=entry.until,
        )
        said["more"] = {
            "member": str(member.uid),
            "name": name,
            "office_title": title,
            "seat": str(seat),
            "since": entry.since,
            "until": entry.until,
        }
    return member


def end_term(
    uid: UUID, member_uid: UUID, *, last_day: date, words: str, by: Actor, now: datetime
) -> Member:
    """Say on which day a term ends, and why."""
    why = text_of("words", words, most=200, least=2)
    with _group_step(uid, GroupDeed.END_TERM, by=by, now=now) as (group, said):
        everybody = list(Member.objects.filter(group=group))
        member = next((one for one in everybody if one.uid == member_uid), None)
        if member is None:
            raise NotFound
        if member.until is not None and member.until < local_date(now):
            raise Invalid("last_day", "term_over")
        if last_day < member.since:
            raise Invalid("last_day", "term_backwards")
        member.until, member.why_ended = last_day, why
        others = [term_of(one) for one in everybody if one.pk != member.pk]
        problem = in_the_way(term_of(member), others)
        if problem:
            raise Invalid("last_day", problem)
        member.save(update_fields=["until", "why_ended"])
        said["more"] = {"member": str(member.uid), "until": last_day, "words": why}
    return member


def dissolve_group(
    uid: UUID, *, words: str, by: Actor, now: datetime, seen: int | None = None
) -> Group:
    """Dissolve a group: what it decided stays, and is followed to its end."""
    why = text_of("words", words, most=200, least=2)
    today = local_date(now)
    with _group_step(uid, GroupDeed.DISSOLVE, by=by, now=now, seen=seen) as (group, said):
        group.dissolved_on = max(today, group.founded_on)
        said["after"], said["more"] = {"dissolved_on": group.dissolved_on}, {"words": why}
        going_on = Q(until=None) | Q(until__gt=today)
        for member in Member.objects.filter(going_on, group=group):
            member.until, member.why_ended = max(today, member.since), why
            member.save(update_fields=["until", "why_ended"])
    return group


def _values(entry: NewGroup, now: datetime) -> dict[str, Any]:
    today = local_date(now)
    unit = load_atlas().unit_by_code(entry.office, today)
    if unit is None or unit.kind not in _OFFICES:
        raise Invalid("office", "unknown_office", value=entry.office[:20])
    if entry.founded_on > today:
        raise Invalid("founded_on", "in_the_future")
    return {
        "name": text_of("name", entry.name, most=80, least=2),
        "office_id": unit.id,
        "founded_on": entry.founded_on,
        "basis": text_of("basis", entry.basis, most=200),
        "task": text_of("task", entry.task, most=1000, lines=True),
    }


def _who(entry: NewMember) -> tuple[Account | None, str]:
    if bool(entry.login.strip()) == bool(entry.name.strip()):
        raise Invalid("name", "name_or_account")
    if not entry.login.strip():
        return None, text_of("name", entry.name, most=80, least=2)
    account = Account.objects.filter(login_name=entry.login.strip(), is_active=True).first()
    if account is None:
        raise Invalid("login", "unknown_account")
    return account, account.display_name


def _save_named(group: Group) -> None:
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError:
        raise Invalid("name", "group_name_taken") from None


def _may(deed: GroupDeed, by: Actor, *, dissolved: bool) -> None:
    refusal: GroupRefusal | None = may_keep(deed, str(by.role), dissolved=dissolved)
    if refusal is not None:
        raise Refused(refusal)


@contextmanager
def _group_step(
    uid: UUID, deed: GroupDeed, *, by: Actor, now: datetime, seen: int | None = None
) -> Iterator[tuple[Group, dict[str, Any]]]:
    """Lock a group, ask the rule, and write the line when the deed is done."""
    with transaction.atomic():
        group = group_by_uid(uid, by, now, lock=True)
        if seen is not None and seen != group.version:
            raise Stale
        _may(deed, by, dissolved=group.dissolved_on is not None)
        said: dict[str, Any] = {}
        yield group, said
        write_line(
            group,
            deed,
            by=by,
            now=now,
            before=said.get("before"),
            after=said.get("after"),
            **said.get("more", {}),
        )
