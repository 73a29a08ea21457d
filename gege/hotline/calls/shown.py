"""Calls as pages show them: numbers masked, confidence kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gege.desk.api import Fact, Step
from gege.hotline.calls.hear import TAKERS
from gege.hotline.calls.words import (
    CAME,
    DEEDS,
    EFFECTS,
    GIVEN,
    ROUTES,
    SHORT_STANDINGS,
    STATES,
)
from gege.hotline.models import Call
from gege.hotline.rules.call_table import CallState, Standing
from gege.matters.api import Setting
from gege.staff.api import Actor
from gege.trail.api import Entry

Text = str | Promise
_LIGHTS: Final = {CallState.RINGING: "yellow", CallState.MISSED: "red", CallState.LOST: "red"}


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call in a list."""

    href: str
    number: Text
    state: Text
    light: str
    rang_at: datetime
    waited: timedelta | None
    waited_said: str
    taker: str
    given: Text
    matter: str
    matter_href: str
    mark: Text
    ringing: bool
    take_href: str


def may_read_caller(call: Call, by: Actor) -> bool:
    """Tell whether a person may learn who called: in confidence, the hotline only."""
    return call.standing != Standing.CONFIDENTIAL or by.role in TAKERS


def number_of(call: Call, by: Actor) -> Text:
    """Return a caller's number as it is shown, or why there is none."""
    if call.standing == Standing.ANONYMOUS:
        return _("Caller unnamed")
    if not may_read_caller(call, by):
        return _("Caller in confidence")
    if call.number_shown:
        return call.number_shown
    return _("Number not shown") if call.withheld else _("Number not kept")


def lines(found: Sequence[Call], by: Actor, now: datetime) -> list[CallLine]:
    return [_line(call, by, now) for call in found]


def _line(call: Call, by: Actor, now: datetime) -> CallLine:
    matter = call.matter
    return CallLine(
        href=reverse("calls:page", args=[call.uid]),
        number=number_of(call, by),
        state=STATES.get(call.state, call.state),
        light=_LIGHTS.get(CallState(call.state), ""),
        rang_at=call.rang_at,
        waited=waited(call, now),
        waited_said=said(waited(call, now)),
        taker=call.taker_name,
        given=GIVEN.get(call.given, ""),
        matter=matter.number if matter else "",
        matter_href=matter.get_absolute_url() if matter else "",
        mark=SHORT_STANDINGS.get(call.standing, ""),
        ringing=call.state == CallState.RINGING,
        take_href=reverse("calls:take", args=[call.uid]),
    )


def waited(call: Call, now: datetime) -> timedelta | None:
    """Return how long the caller waited, or waits by now."""
    if call.waited_seconds is not None:
        return timedelta(seconds=call.waited_seconds)
    if call.state == CallState.RINGING:
        return max(now - call.rang_at, timedelta())
    return None


def said(length: timedelta | None) -> str:
    """Return a length of time in words: seconds count on a line that is to be answered in 15."""
    if length is None:
        return ""
    seconds = max(int(length.total_seconds()), 0)
    if seconds < 180:
        return _("%(seconds)s s") % {"seconds": seconds}
    return _("%(minutes)s min") % {"minutes": seconds // 60}


def facts_of(call: Call, by: Actor, where: Setting, language: str) -> list[Fact]:
    """Return what is known of a call, as lines."""
    talked = None
    if call.answered_at and call.ended_at and call.ended_at > call.answered_at:
        talked = call.ended_at - call.answered_at
    facts = [
        Fact(_("State"), STATES.get(call.state, call.state), CAME.get(call.came, "")),
        Fact(_("Caller"), number_of(call, by), SHORT_STANDINGS.get(call.standing, "")),
        Fact(_("Rang"), call.rang_at),
        Fact(_("Waited"), said(waited(call, where.now)) or None),
        Fact(_("Talked"), said(talked) or None),
        Fact(_("Taken by"), call.taker_name or None, call.extension),
    ]
    if call.reply_route:
        facts.append(Fact(_("Wants to hear"), ROUTES.get(call.reply_route, call.reply_route)))
    if call.topic and where.book.has(call.topic):
        facts.append(Fact(_("Kind"), where.book.kind(call.topic).name(language)))
    if call.handed_to:
        facts.append(Fact(_("Handed over to"), call.handed_to))
    return facts


def _at(payload: dict[str, Any]) -> str:
    seat = payload.get("extension", "")
    return _("extension %(seat)s") % {"seat": seat} if seat else ""


def steps_of(entries: Sequence[Entry], payloads: Sequence[dict[str, Any]]) -> list[Step]:
    """Return the ledger of a call as a time line."""
    steps = []
    for entry, payload in zip(entries, payloads, strict=True):
        said = " · ".join(
            str(one) for one in (payload.get("number"), payload.get("to"), _at(payload)) if one
        )
        effect = EFFECTS.get(payload.get("effect", ""), "")
        steps.append(
            Step(
                deed=DEEDS.get(entry.deed, entry.deed),
                at=entry.at,
                who=entry.name,
                unit=entry.unit,
                said=" · ".join(str(one) for one in (said, effect) if one),
                minor=bool(effect),
            )
        )
    return steps
