"""What stands after all that was said, weighed anew word by word (R-044; decision 0039).

The same weighing as when each word was said (`saying.py`), with rulings where they were made. So a
word can be taken back, and two records become one, without a memory of how it stood before.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any, Final

from gege.registers.rules.declaration import Side
from gege.registers.rules.saying import Effect, Standing, Verified, effect_of, verified_after
from gege.registers.rules.settling import How, verified_when_settled
from gege.registers.rules.values import Value

REFUTED: Final = "refuted"
_TAKES_PLACE: Final = frozenset({Effect.STANDS, Effect.SETTLES})


@dataclass(frozen=True, slots=True)
class Spoken:
    """One statement: whose side, the day it was taken, the day it was said, and its values."""

    id: int
    side: Side
    on: date
    said_on: date
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A question that somebody settled: which statement holds since, and which did not hold."""

    field: str
    after: int
    chosen: int
    loser: int
    how: How
    on: date


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference with its days, and the statement it was said by."""

    field: str
    target: str
    parts: Mapping[str, Value]
    since: date
    until: date | None
    statement: int


@dataclass(slots=True)
class Course:
    """What stands at the end, what each word did, and which differences are open."""

    values: dict[str, Value] = field(default_factory=dict)
    standing: dict[str, list[Any]] = field(default_factory=dict)
    effects: dict[int, dict[str, str]] = field(default_factory=dict)
    questions: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Fields in question: the statement that stands and the newest that is proposed."""
    ended: list[Reference] = field(default_factory=list)
    live: dict[str, dict[str, Reference]] = field(default_factory=dict)

    @property
    def references(self) -> list[Reference]:
        """Every reference that stood once, those that stand last."""
        return [*self.ended, *(one for by in self.live.values() for one in by.values())]


def replay(
    words: Iterable[Spoken],
    rulings: Iterable[Ruling],
    authorities: Mapping[str, Side],
    links: frozenset[str],
) -> Course:
    """Weigh words in the order of their ids, and rulings behind the word that they followed.

    `authorities` are the fields of the sheet with their authority; other names are passed over. A
    ruling for a word that is there no more has fallen away with it.
    """
    said = {one.id: one for one in words}
    course = Course(effects={key: {} for key in said})
    waiting = sorted(
        (one for one in rulings if one.chosen in said and one.field in said[one.chosen].values),
        key=attrgetter("after"),
    )
    for key in sorted(said):
        while waiting and waiting[0].after < key:
            _rule(course, waiting.pop(0), said, links)
        for name in sorted(set(said[key].values) & set(authorities)):
            _weigh(course, name, said[key], said, authorities[name], links)
    for ruling in waiting:
        _rule(course, ruling, said, links)
    return course


def _weigh(
    course: Course,
    name: str,
    word: Spoken,
    said: Mapping[int, Spoken],
    authority: Side,
    links: frozenset[str],
) -> None:
    value, kept = word.values[name], course.standing.get(name)
    standing = None
    if kept is not None:
        standing = Standing(course.values.get(name), Side(kept[1]), Verified(kept[2]))
    effect = effect_of(standing, value, word.side, authority)
    question = course.questions.get(name)
    if question is not None and agrees(word.side, value, question, _side_and_value(said, name)):
        effect = Effect.SETTLES if effect is Effect.QUESTIONS else Effect.CONFIRMS
    course.effects[word.id][name] = str(effect)
    if kept is not None and effect is Effect.QUESTIONS:
        course.questions[name] = (question[0] if question else int(kept[0]), word.id)
        kept[2] = int(Verified.DISPUTED)
        return
    if question is not None and effect is not Effect.REPEATS:
        del course.questions[name]
    if kept is None or effect in _TAKES_PLACE:
        _replace(course, name, word, word.on, links)
        verified = verified_after(effect, word.side, standing, authority)
        if question is not None and effect is Effect.SETTLES:
            verified = verified_after(Effect.CONFIRMS, word.side, standing, authority)
        course.standing[name] = [word.id, str(word.side), int(verified), _day(word)]
    elif effect is not Effect.REPEATS:
        kept[2] = int(verified_after(effect, word.side, standing, authority))


def agrees(
    side: Side, value: Value, question: Sequence[int], said: Callable[[int], tuple[Side, Value]]
) -> bool:
    """Tell whether a word ends a question: another side says what one of the two said."""
    both = [said(key) for key in question]
    return any(one is not side and spoken == value for one, spoken in both)


def _side_and_value(said: Mapping[int, Spoken], name: str) -> Callable[[int], tuple[Side, Value]]:
    return lambda key: (said[key].side, said[key].values.get(name))


def _rule(
    course: Course, ruling: Ruling, said: Mapping[int, Spoken], links: frozenset[str]
) -> None:
    name, word = ruling.field, said[ruling.chosen]
    _replace(course, name, word, ruling.on, links)
    seen = verified_when_settled(ruling.how, word.side)
    course.standing[name] = [word.id, str(word.side), int(seen), _day(word)]
    course.questions.pop(name, None)
    if ruling.loser in course.effects:
        course.effects[ruling.loser][name] = REFUTED


def _replace(course: Course, name: str, word: Spoken, on: date, links: frozenset[str]) -> None:
    """Let a word's value stand in a field; of references others end that day and new ones begin."""
    value = word.values[name]
    course.values[name] = value
    if name not in links:
        return
    before, now = course.live.get(name, {}), dict[str, Reference]()
    for row in value or ():
        target, parts = str(row["uid"]), {key: one for key, one in row.items() if key != "uid"}
        there = before.get(target)
        if there is not None and there.parts == parts:
            now[target] = there
        else:
            now[target] = Reference(name, target, parts, on, None, word.id)
    for target, one in before.items():
        if now.get(target) is not one:
            course.ended.append(
                Reference(one.field, one.target, one.parts, one.since, on, one.statement)
            )
    course.live[name] = now


def _day(word: Spoken) -> str:
    return word.said_on.isoformat()
