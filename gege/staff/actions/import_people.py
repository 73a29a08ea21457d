"""Open accounts for a whole list of people, each with a first post: all of them or none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gege.staff.actions.create_account import create_account
from gege.staff.actions.give_post import give_post
from gege.staff.actor import Actor
from gege.staff.authority import authorise
from gege.staff.errors import Refusal
from gege.staff.people_list import Newcomer, read_people
from gege.staff.rules.roles import Role
from gege.territory.api import Atlas, SourceFile, load_atlas


@dataclass(frozen=True, slots=True)
class PeoplePlan:
    """What a list would do. With `problems`, each naming its row, it does nothing."""

    people: Sequence[Newcomer]
    problems: Sequence[str]


@dataclass(frozen=True, slots=True)
class Arrived:
    """A person of the list with the one-time password, which is kept nowhere else."""

    person: Newcomer
    password: str


class ListRefused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """The list was not carried out; `problems` name every row that stands against it."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


class _TakenBackError(Exception):
    """Ends a trial: whatever it wrote is undone."""


def plan_people(file: SourceFile, *, by: Actor, now: datetime) -> PeoplePlan:
    """Read a list and try it: the deeds themselves say what they refuse, and nothing stays.

    Raises Refusal where somebody else than an administrator asks.
    """
    authorise(by, now)
    people, problems = read_people(file, now=now)
    if people:
        try:
            with transaction.atomic():
                _, refused = _open(people, by, now, may_log_in=False)
                problems = [*problems, *refused]
                raise _TakenBackError
        except _TakenBackError:
            pass
    return PeoplePlan(people, sorted(problems, key=_line_of))


def _line_of(problem: str) -> int:
    """The number in "people.csv:12: what is wrong": the list is mended from the top down."""
    number = problem.partition(": ")[0].rpartition(":")[2]
    return int(number) if number.isdecimal() else 0


@transaction.atomic
def import_people(
    people: Sequence[Newcomer],
    *,
    by: Actor,
    now: datetime,
    hand_over: Callable[[Sequence[Arrived]], None] = lambda _: None,
) -> list[Arrived]:
    """Open the accounts and give the posts in one transaction; return who got which password.

    `hand_over` keeps the passwords where they are needed (a file); where it fails, nobody was
    opened an account nobody can enter. Raises ListRefused naming every row that was refused.
    """
    arrived, problems = _open(people, by, now, may_log_in=True)
    if problems:
        raise ListRefused(problems)
    hand_over(arrived)
    return arrived


def _open(
    people: Sequence[Newcomer], by: Actor, now: datetime, *, may_log_in: bool
) -> tuple[list[Arrived], list[str]]:
    atlas = load_atlas()
    arrived: list[Arrived] = []
    problems: list[str] = []
    for one in people:
        try:
            with transaction.atomic():
                arrived.append(_one(one, atlas, by, now, may_log_in=may_log_in))
        except Refusal as refusal:
            problems.append(f"{one.where}: {refusal.text}")
    return arrived, problems


def _one(one: Newcomer, atlas: Atlas, by: Actor, now: datetime, *, may_log_in: bool) -> Arrived:
    unit = atlas.unit_by_code(one.unit_code)
    if unit is None:
        raise Refusal("no_unit")
    opened = create_account(
        by=by,
        now=now,
        login_name=one.login_name,
        display_name=one.display_name,
        phone=one.phone,
        may_log_in=may_log_in,
    )
    give_post(
        by=by,
        now=now,
        account_id=opened.account.pk,
        role=Role(one.role),
        unit_id=unit.id,
        valid_from=one.valid_from,
    )
    return Arrived(one, opened.password)
