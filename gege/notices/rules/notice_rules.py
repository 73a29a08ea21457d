"""When a notice may disturb, by which channels it goes, and the call chain: one edition (R-075)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from gege.notices.rules.messages import Channel

Window = tuple[str, str]
"""The first minute and the first minute after, as "21:00"; it may run over midnight."""


class Kind(StrEnum):
    """What a notice is about, as far as channels and quiet hours care."""

    INSTRUCTIONS = "instructions"
    MOVES = "moves"
    REMINDERS = "reminders"
    FIELD_WORK = "field_work"
    HANDBOOK = "handbook"
    DUTY = "duty"
    ANSWERS = "answers"


_INSTRUCTIONS: Final = frozenset(
    {
        "skip_level",
        "escalated",
        "instructed",
        "assisting",
        "returned",
        "disputed",
        "ruled",
        "sent_back",
        "urged",
        "stranded",
        "order_issued",
        "order_sent_back",
        "order_urged",
        "duty_missed",
        "duty_missed_head",
        "duty_missed_unit",
    }
)
_FIELD_WORK: Final = ("terminal_", "service_", "visit_", "patrol_", "excuse_")
_DUTY: Final = ("duty_", "call_to_make")
_REMINDERS: Final = ("near_due", "overdue", "late_", "order_late", "review_reminded")
ANSWERS: Final = ("text_", "resident_")
"""Templates that somebody outside asked for: they go at once, at any hour."""


def kind_of(template: str) -> Kind:
    """Return the kind of a template; one that is not known is a move."""
    if template in _INSTRUCTIONS:
        return Kind.INSTRUCTIONS
    for beginnings, kind in (
        (ANSWERS, Kind.ANSWERS),
        (_REMINDERS, Kind.REMINDERS),
        (_FIELD_WORK, Kind.FIELD_WORK),
        (_DUTY, Kind.DUTY),
        (("handbook_", "page_", "thank", "briefing_", "issue_"), Kind.HANDBOOK),
    ):
        if template.startswith(beginnings):
            return kind
    return Kind.MOVES


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """One edition. Times are on the county's clock.

    `by_sms` and `by_email` are the kinds that go by these channels too, beside in-app;
    `quiet_kinds` those that wait for the end of the quiet hours, unless they are urgent. `chain`
    are the channels by which each person is tried, in this order.
    """

    quiet: Window = ("21:00", "07:00")
    quiet_kinds: tuple[str, ...] = (
        Kind.INSTRUCTIONS,
        Kind.MOVES,
        Kind.REMINDERS,
        Kind.FIELD_WORK,
        Kind.HANDBOOK,
        Kind.DUTY,
    )
    by_sms: tuple[str, ...] = (Kind.INSTRUCTIONS,)
    by_email: tuple[str, ...] = ()
    answer_minutes: int = 10
    chain: tuple[str, ...] = (Channel.SMS, Channel.VOICE)
    chain_people: int = 3
    chain_principal: bool = True


RANGES: Final[Mapping[str, tuple[int, int]]] = {
    "answer_minutes": (1, 240),
    "chain_people": (1, 10),
}
KINDS: Final = tuple(kind for kind in Kind if kind is not Kind.ANSWERS)
CHAIN_CHANNELS: Final = (Channel.SMS, Channel.EMAIL, Channel.VOICE)
_LISTS: Final[Mapping[str, tuple[str, ...]]] = {
    "quiet_kinds": KINDS,
    "by_sms": KINDS,
    "by_email": KINDS,
    "chain": CHAIN_CHANNELS,
}


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """What is wrong with a field: `range`, `not_a_time`, `unknown`, `empty`, `twice`."""

    field: str
    word: str
    least: int = 0
    most: int = 0


def problems_of(rules: NoticeRules) -> list[RuleProblem]:
    """Return all that is wrong with rules; empty when sound."""
    found = [
        RuleProblem(name, "range", least, most)
        for name, (least, most) in RANGES.items()
        if not _whole(value := getattr(rules, name)) or not least <= value <= most
    ]
    if _window(rules.quiet) is None:
        found.append(RuleProblem("quiet", "not_a_time"))
    for name, known in _LISTS.items():
        chosen = getattr(rules, name)
        if not set(chosen) <= set(known):
            found.append(RuleProblem(name, "unknown"))
        elif len(set(chosen)) != len(chosen):
            found.append(RuleProblem(name, "twice"))
    if not rules.chain:
        found.append(RuleProblem("chain", "empty"))
    return found


def quiet_until(
    rules: NoticeRules, template: str, urgent: bool, local: datetime
) -> datetime | None:
    """Return the end of the quiet hours that a notice waits for; None when it may go now.

    `local` is the moment on the county's clock, and so is the answer.
    """
    if urgent or kind_of(template) not in rules.quiet_kinds:
        return None
    window = _window(rules.quiet)
    if window is None or window[0] == window[1]:
        return None
    begins, ends = window
    clock = local.time()
    if begins < ends:
        inside, tomorrow = begins <= clock < ends, False
    else:
        inside, tomorrow = clock >= begins or clock < ends, clock >= begins
    if not inside:
        return None
    day = local.date() + timedelta(days=tomorrow)
    return datetime.combine(day, ends, tzinfo=local.tzinfo)


def to_json(rules: NoticeRules) -> dict[str, Any]:
    """Return rules as a document."""
    return {
        name: [str(one) for one in value] if isinstance(value, tuple) else value
        for name, value in asdict(rules).items()
    }


def from_json(document: Mapping[str, Any]) -> NoticeRules:
    """Return the rules of a document; what it lacks has its default."""
    known = {one.name for one in fields(NoticeRules)}
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in document.items()
        if name in known
    }
    return NoticeRules(**given)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _window(window: Window) -> tuple[time, time] | None:
    try:
        begins, ends = (time.fromisoformat(one) for one in window)
    except (TypeError, ValueError):
        return None
    return begins, ends
