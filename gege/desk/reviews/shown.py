"""A review as its pages draw it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gege.desk.matter.presenters.reading import length
from gege.desk.parts import Deed, Fact, Step
from gege.matters.api import LOCAL
from gege.matters.api import names as matter_names
from gege.notices.api import sentence
from gege.staff.api import Actor, Role
from gege.supervision import api as supervision
from gege.supervision.api import (
    ClosedReview,
    Evidence,
    Named,
    NamedPart,
    Review,
    ReviewDeed,
    ReviewMeasure,
    ReviewPage,
)
from gege.supervision.api import names as order_names
from gege.supervision.api import review_names as words
from gege.territory.api import Atlas

named = order_names.name_of


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review in a list."""

    review: Review
    title: str
    state: str
    consequence: str


@dataclass(frozen=True, slots=True)
class PartShown:
    """One of those named: who, what they said, what was found, what they may do."""

    id: int
    name: str
    unit: str
    unit_code: str
    facts: list[Fact]
    statement: str
    heard: str
    finding: list[Fact]
    appeal: list[Fact]
    deeds: list[Deed]
    mine: bool
    gone: str


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One item of evidence in a list."""

    item: Evidence
    kind: str
    title: str
    said: str


def line_of(review: Review, by: Actor) -> ReviewLine:
    return ReviewLine(
        review,
        typed(review.title, by),
        named(words.STATES, review.state),
        named(words.CONSEQUENCES, review.consequence),
    )


def typed(text: str, by: Actor) -> str:
    """Return what somebody wrote; the electronic supervision reads no number of a person in it
    (domain 5.15: pseudonymised)."""
    return supervision.without_numbers(text) if by.role is Role.ELECTRONIC_SUPERVISOR else text


def unit_name(atlas: Atlas, unit_id: int | None) -> str:
    unit = atlas.unit(unit_id) if unit_id else None
    return unit.name(get_language() or "") if unit else ""


def head_of(page: ReviewPage, by: Actor) -> list[Fact]:
    """Return what the head of a review says of the harm and of its evidence."""
    review = page.review
    found = [
        Fact(_("Serious harm"), named(words.CONSEQUENCES, review.consequence)),
        Fact(_("On which day"), review.harm_on.isoformat()),
        Fact(pgettext("review", "Opened"), day(review.opened_at), hint=review.opened_by),
    ]
    if page.whole:
        found.append(Fact(_("Items of evidence"), review.evidence_count))
    if review.concluded_at:
        label = pgettext("review", "Concluded")
        found.append(Fact(label, day(review.concluded_at), hint=review.concluded_by))
    if review.ended_at:
        found.append(Fact(pgettext("review", "Ended"), day(review.ended_at), hint=review.ended_by))
    return found


def day(moment: datetime) -> str:
    """Return a moment on the county's clock, as text."""
    return moment.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")


def part_of(part: NamedPart, page: ReviewPage, atlas: Atlas, by: Actor) -> PartShown:
    """Return one of those named as they are drawn, with buttons for what may be done."""
    one, unit = part.named, atlas.unit(part.named.unit_id)
    facts = [
        Fact(_("What they are asked about"), typed(one.why, by)),
        Fact(_("Statement by"), day(one.statement_due_at)),
    ]
    if one.reminded:
        facts.append(Fact(pgettext("review", "Reminded"), one.reminded))
    # Until the conclusion is announced a finding is a draft of those who conduct the review.
    announced = page.whole or page.review.concluded_at is not None
    return PartShown(
        one.pk,
        one.name,
        unit_name(atlas, one.unit_id) if one.account_id is not None else _("the unit"),
        unit.code if unit and page.whole else "",
        facts,
        typed(one.statement, by),
        _heard(one),
        finding_of(one, part.measures, by) if announced else [],
        appeal_of(one, by),
        [_button(page.review, deed, one.pk) for deed in part.deeds],
        part.mine,
        typed(one.dropped_why, by) if one.dropped_at else "",
    )


def _heard(one: Named) -> str:
    if not one.heard_at:
        return ""
    return f"{named(words.HEARD, one.heard)} · {day(one.heard_at)} · {one.heard_by}"


def finding_of(one: Named, measures: Iterable[ReviewMeasure], by: Actor) -> list[Fact]:
    """Return what was found about one of those named, and what follows."""
    if not one.degree:
        return []
    degree = named(words.DEGREES, one.degree)
    if one.eased_to:
        degree = f"{degree} → {named(words.DEGREES, one.eased_to)}"
    found = [
        Fact(_("What they answer for"), degree, hint=one.found_by),
        Fact(_("The facts"), typed(one.facts, by)),
        Fact(_("Which rule or limit"), typed(one.standard, by)),
    ]
    said = measures_said(measures)
    if said:
        found.append(Fact(_("Measures that follow"), said, hint=_words_of(measures, by)))
    if one.appeal_until:
        found.append(Fact(_("Appeal by"), day(one.appeal_until)))
    return found


def measures_said(measures: Iterable[ReviewMeasure]) -> str:
    """Return measures in words; those that fell with an appeal say so."""
    lifted = _("lifted on appeal")
    found = []
    for one in measures:
        name = named(words.MEASURES, one.measure)
        found.append(f"{name} ({lifted})" if one.lifted_at else name)
    return "; ".join(found)


def _words_of(measures: Iterable[ReviewMeasure], by: Actor) -> str:
    return typed(next((one.words for one in measures if one.words), ""), by)


def appeal_of(one: Named, by: Actor) -> list[Fact]:
    """Return what became of the right to appeal."""
    found = []
    if one.accepted_at:
        found.append(Fact(_("Accepted the finding"), day(one.accepted_at)))
    if one.appealed_at:
        hint = f"{one.appealed_by} · {day(one.appealed_at)}"
        found.append(Fact(pgettext("review", "Appeal"), typed(one.appeal, by), hint=hint))
    if one.decided_at:
        hint = f"{one.decided_by} · {day(one.decided_at)}"
        ruling = named(words.RULINGS, one.ruling)
        found.append(Fact(pgettext("review", "Decision"), ruling, hint=hint))
        found.append(Fact(_("Reasons"), typed(one.ruling_why, by)))
    return found


def steps_of(page: ReviewPage, by: Actor) -> list[Step]:
    """Return the time line of a review, newest first, for whoever reads the whole of it."""
    review = page.review
    step = _stepper(by)
    steps = [step("open", review.opened_at, review.opened_by, "")]
    for part in page.parts:
        one = part.named
        steps.append(step("name", one.named_at, "", one.name))
        if one.dropped_at:
            steps.append(step("drop", one.dropped_at, "", f"{one.name}: {one.dropped_why}"))
        if one.heard_at:
            deed = "state" if one.heard == "statement" else "refuse"
            late = one.heard_at > one.statement_due_at
            steps.append(step(deed, one.heard_at, one.heard_by, "", late=late))
        if one.found_at and (page.whole or review.concluded_at):
            said = f"{one.name}: {named(words.DEGREES, one.degree)}"
            steps.append(step("find", one.found_at, one.found_by, said))
        if one.accepted_at:
            steps.append(step("accept", one.accepted_at, one.name, ""))
        if one.appealed_at:
            steps.append(step("appeal", one.appealed_at, one.appealed_by, ""))
        if one.decided_at:
            said = f"{one.name}: {named(words.RULINGS, one.ruling)}"
            steps.append(step("decide", one.decided_at, one.decided_by, said))
    if review.concluded_at:
        steps.append(step("conclude", review.concluded_at, review.concluded_by, ""))
    if review.ended_at:
        deed = "close" if review.state == "closed" else "stop"
        steps.append(step(deed, review.ended_at, review.ended_by, review.ending))
    steps.sort(key=lambda one: one.at)
    return steps[::-1]


def _stepper(by: Actor) -> Any:
    def step(deed: str, at: datetime, who: str, said: str, *, late: bool = False) -> Step:
        return Step(named(words.STEPS, deed), at, who, said=typed(said, by), late=late)

    return step


def evidence_line(item: Evidence) -> EvidenceLine:
    """Return an item of evidence in words: its text says the same to a program."""
    data = json.loads(item.text)["data"]
    kind = named(words.EVIDENCE, item.kind)
    return EvidenceLine(item, kind, _title(item, data), _said(item, data))


def _title(item: Evidence, data: dict[str, Any]) -> str:
    if item.kind == "line":
        if item.title in matter_names.DEEDS:
            return named(matter_names.DEEDS, item.title)
        return named(order_names.DEEDS, item.title)
    if item.kind == "message":
        return sentence(item.title, data["values"])
    if item.kind == "rules":
        if data.get("edition"):
            return _("Rulebook, edition %(number)s") % {"number": data["edition"]}
        return _("Rules of orders and of reviews")
    return item.title


def _said(item: Evidence, data: dict[str, Any]) -> str:
    if item.kind == "holding" and data["late_seconds"]:
        return _("late by %(time)s") % {"time": length(data["late_seconds"])}
    if item.kind == "proof":
        return _proof_said(data)
    if item.kind == "message":
        return _message_said(data)
    if item.kind == "instruction" and data["late"]:
        return _("late")
    return ""


def _proof_said(data: dict[str, Any]) -> str:
    whole = data["chain"] == "whole" and all(one["holds"] for one in data["seals"])
    said = _("the chain is whole") if whole else _("THE CHAIN IS BROKEN")
    lines = _("%(lines)s lines, %(seals)s seals") % {
        "lines": data["lines"],
        "seals": len(data["seals"]),
    }
    return f"{said}: {lines}"


def _message_said(data: dict[str, Any]) -> str:
    read = sum(1 for one in data["copies"] if one["read_at"])
    answered = sum(1 for one in data["copies"] if one["acknowledged_at"])
    return _("%(copies)s copies, %(read)s read, %(answered)s acknowledged") % {
        "copies": len(data["copies"]),
        "read": read,
        "answered": answered,
    }


@dataclass(frozen=True, slots=True)
class ClosedLine:
    """What a closed review found, in the list of a unit (R-084)."""

    review: Review
    title: str
    who: str
    degree: str
    measures: str


def closed_line(one: ClosedReview, by: Actor) -> ClosedLine:
    return ClosedLine(
        one.review,
        typed(one.review.title, by),
        one.named.name,
        named(words.DEGREES, one.named.final),
        measures_said(one.measures),
    )


def deeds_of(page: ReviewPage) -> list[Deed]:
    """Return the buttons of a review."""
    return [_button(page.review, deed) for deed in page.deeds]


def _button(review: Review, deed: ReviewDeed, named_id: int | None = None) -> Deed:
    grave = deed in (ReviewDeed.STOP, ReviewDeed.DROP, ReviewDeed.REFUSE)
    place: Sequence[Any] = [review.uid, str(deed)]
    if named_id is None:
        return Deed(named(words.DEEDS, deed), reverse("reviews:do", args=place), grave=grave)
    place = [review.uid, named_id, str(deed)]
    label = named(words.DEEDS, deed)
    return Deed(label, reverse("reviews:each", args=place), grave=grave)
