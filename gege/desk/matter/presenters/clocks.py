"""Both clocks of a matter, and the instructions, pauses and extensions that moved them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gege.desk.matter.presenters.reading import (
    Reading,
    days_in_words,
    length,
    limit_in_words,
    named,
)
from gege.desk.parts import Fact
from gege.matters.api import Instruction, State, names

A_MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class Order:
    """One instruction as shown. `light` is "ended" where its clock was taken off."""

    lead: str
    by: str
    light: str
    word: str
    words: str
    facts: list[Fact] = field(default_factory=list)


def supervised(reading: Reading) -> list[Fact]:
    """The clock of the unit: from the instruction to the completion."""
    matter = reading.matter
    if matter.due_at is None or matter.instructed_at is None:
        note = _("It starts when a unit is instructed.")
        return [Fact(_("Supervised clock"), _("not running"), "" if matter.ended else note)]
    facts = [Fact(_("Instructed"), reading.when(matter.instructed_at))]
    if matter.limit_amount:
        facts.append(Fact(_("Time limit"), limit_in_words(matter.limit_amount, matter.limit_unit)))
    settled = matter.settled_at is not None
    facts.append(
        Fact(
            _("Due at"),
            reading.when(
                matter.due_at,
                due=not settled and matter.paused_at is None,
                light=reading.page.light,
                provisional=matter.provisional,
            ),
        )
    )
    if matter.paused_at is not None:
        facts.append(Fact(_("Clock stands since"), reading.when(matter.paused_at)))
    if matter.settled_at is not None:
        took = (matter.settled_at - matter.instructed_at).total_seconds()
        text = _("after %(time)s") % {"time": length(took)} if took >= A_MINUTE else ""
        facts.append(Fact(_("Completed"), reading.when(matter.settled_at), text))
    return facts


def resident(reading: Reading) -> list[Fact]:
    """The clock of the person who reported: from the report to the closing."""
    matter = reading.matter
    end = matter.closed_at or reading.opened.now
    waited = length((end - matter.reported_at).total_seconds())
    facts = [Fact(_("Reported"), reading.when(matter.reported_at))]
    if matter.first_due_at is not None:
        facts.append(Fact(named(names.FIRST_TIMES, matter.first_time), _first(reading)))
    if matter.closed_at is not None:
        facts.append(Fact(_("Ended"), reading.when(matter.closed_at)))
        facts.append(Fact(_("The resident waited"), waited))
    else:
        facts.append(Fact(_("The resident has waited"), waited))
        if matter.step_due_at is not None and matter.state not in (State.HANDLING, State.PAUSED):
            facts.append(Fact(_("Next step due"), reading.when(matter.step_due_at, due=True)))
    return facts


def _first(reading: Reading) -> SafeString:
    matter = reading.matter
    if matter.first_at is None:
        return reading.when(matter.first_due_at, due=not matter.ended)
    late = matter.first_due_at is not None and matter.first_at > matter.first_due_at
    word = _("late") if late else _("in time")
    return format_html('{} <span class="soft">{}</span>', reading.when(matter.first_at), word)


def orders(reading: Reading) -> list[Order]:
    """Return the instructions, newest first, each with its light."""
    return [_order(reading, one) for one in reading.page.instructions]


def _order(reading: Reading, one: Instruction) -> Order:
    facts = [
        Fact(_("Issued"), reading.when(one.issued_at)),
        Fact(_("Time limit"), limit_in_words(one.limit_amount, one.limit_unit)),
        Fact(_("Due at"), reading.when(one.due_at), _first_due(one)),
    ]
    if one.assisting:
        units = [reading.unit(unit_id) for unit_id in one.assisting]
        joint = ", " if reading.language.startswith("en") else "、"
        facts.append(Fact(_("Assisting"), joint.join(filter(None, units))))
    if one.acknowledged_at:
        facts.append(Fact(_("Acknowledged"), reading.when(one.acknowledged_at)))
    if one.ended_at:
        facts.append(Fact(_ended(one.ended_how), reading.when(one.ended_at), one.ended_why))
    light, word = _light(reading, one)
    return Order(
        lead=reading.unit(one.lead_id),
        by=reading.unit(one.by_unit_id),
        light=light,
        word=word,
        words=one.words,
        facts=facts,
    )


def _first_due(one: Instruction) -> str:
    if one.due_at == one.original_due_at:
        return ""
    return _("at first %(moment)s") % {"moment": _local(one.original_due_at)}


def _local(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def _ended(how: str) -> str:
    texts = {
        "completed": _("Completed"),
        "returned": _("Returned"),
        "escalated": _("Escalated"),
        "merged": _("Merged"),
    }
    return texts.get(how, _("Ended"))


def _light(reading: Reading, one: Instruction) -> tuple[str, str]:
    """The live one has the matter's light; an ended one the light it was judged by."""
    if one.ended_at is None:
        return light_of(reading), ""
    if one.late:
        return "red", ""
    if one.ended_how == "completed":
        return "green", ""
    return "ended", _ended(one.ended_how)


def light_of(reading: Reading) -> str:
    """Return the name of the light as the shell draws it, with the two states beside the lights."""
    state = State(reading.matter.state)
    if state is State.PAUSED:
        return "paused"
    if state in (State.DECLINED, State.MERGED):
        return "ended"
    return str(reading.page.light)


@dataclass(frozen=True, slots=True)
class Shift:
    """A pause or a request for more time, in a line."""

    title: str
    facts: list[Fact]
    words: str = ""


def shifts(reading: Reading) -> list[Shift]:
    """Return the pauses and the requests for more time, newest first."""
    found: list[tuple[datetime, Shift]] = []
    for pause in reading.page.pauses:
        facts = [
            Fact(_("From"), reading.when(pause.paused_at)),
            Fact(_("Until"), reading.when(pause.resumed_at))
            if pause.resumed_at
            else Fact(_("At most until"), reading.when(pause.until)),
        ]
        title = _("Clock paused: %(ground)s") % {"ground": named(names.PAUSE_REASONS, pause.reason)}
        found.append((pause.paused_at, Shift(title, facts, pause.words)))
    for asked in reading.page.extensions:
        answer = {None: _("waiting for a decision"), True: _("granted"), False: _("refused")}
        facts = [Fact(_("Asked"), reading.when(asked.asked_at))]
        if asked.decided_at:
            facts.append(Fact(_("Decided"), reading.when(asked.decided_at), asked.decision))
        if asked.new_due_at:
            facts.append(Fact(_("Due then"), reading.when(asked.new_due_at)))
        title = _("%(days)s more asked: %(answer)s") % {
            "days": days_in_words(asked.days),
            "answer": answer[asked.granted],
        }
        found.append((asked.asked_at, Shift(title, facts, asked.reason)))
    return [shift for _at, shift in sorted(found, key=lambda pair: pair[0], reverse=True)]
