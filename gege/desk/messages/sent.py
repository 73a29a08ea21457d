"""What went out by SMS, e-mail and telephone, with what became of each."""

from collections.abc import Sequence
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gege.desk.api import Crumb, Turns
from gege.desk.messages.words import CHANNELS, ERRORS, KINDS, STATES, TO_RESIDENTS, WHY, said
from gege.desk.taking_out.pages import as_sheets
from gege.matters.api import NotFound, matter_by_number
from gege.notices.api import (
    Channel,
    Delivery,
    DeliveryState,
    Message,
    copies_of,
    deliveries,
    kind_of,
    sentence,
)
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import POST_ROLES, Actor, Role, names_of

OVERSEERS: Final = (
    Role.COUNTY_SUPERVISOR,
    Role.COUNTY_DISPATCHER,
    Role.HOTLINE_OPERATOR,
    Role.ELECTRONIC_SUPERVISOR,
)
_CLOSE: Final = ("review_", "view_")
"""Templates about what others do not learn of: that somebody is named in an accountability review,
that somebody asked to view recordings (R-092, R-053)."""
_OVERSIGHT: Final = (Role.COUNTY_SUPERVISOR, Role.ELECTRONIC_SUPERVISOR)
READERS: Final = tuple(role for role in POST_ROLES if role is not Role.ADMINISTRATOR)


@open_to(*READERS)
@require_safe
@as_sheets("notices-sent", personal="name")
def listed(request: ActorRequest) -> HttpResponse:
    """Show deliveries, the newest first: of one matter to whoever sees it, of all to the county."""
    number, after = request.GET.get("matter", "")[:40], request.GET.get("after", "")[:20]
    crumbs, copies = [], []
    if number:
        try:
            number = matter_by_number(number, request.actor).number
        except NotFound:
            raise Http404 from None
        crumbs = [Crumb(number, f"/matters/{number}")]
        copies = _copies(number)
    elif request.actor.role not in OVERSEERS:
        raise Http404
    found, key = deliveries(subject=number, after=after)
    start = f"?matter={number}" if number else "?"
    context = {
        "lines": lines_of(found, request.actor),
        "copies": copies,
        "crumbs": crumbs,
        "number": number,
        "turns": Turns(first=start if after else "", next=f"{start}&after={key}" if key else ""),
    }
    return render(request, "desk/messages/sent.html", context)


def lines_of(found: Sequence[Delivery], by: Actor) -> list[dict[str, Any]]:
    """Return deliveries as lines; what went to a resident tells no words, and what is kept close
    tells its reader nothing but that it went."""
    return [
        {
            "id": one.pk,
            "to": one.shown,
            "channel": said(one.channel, CHANNELS),
            "why": said(one.why, WHY),
            "state": said("to_call" if _to_call(one) else one.state, STATES),
            "error": said(one.error, ERRORS),
            "note": one.note,
            "by": one.ended_by,
            "text": text_of(one, by),
            "kind": kind_said(one.message.template),
            "subject": "" if kept_close(one.message, by) else one.message.subject,
            "href": matter_of(one.message),
            "created_at": one.created_at,
            "sent_at": one.sent_at,
            "delivered_at": one.delivered_at,
            "read_at": one.read_at,
            "acknowledged_at": one.acknowledged_at,
            "attempts": one.attempts,
            "bad": one.state == "dead",
        }
        for one in found
    ]


def _to_call(one: Delivery) -> bool:
    return one.channel == Channel.VOICE and one.state == DeliveryState.SENT


def matter_of(message: Message) -> str:
    """Return the address of the matter that a message is about, "" for any other subject."""
    subject = message.subject
    return f"/matters/{subject}" if "-" in subject and ":" not in subject else ""


def kept_close(message: Message, by: Actor) -> bool:
    """Tell whether a message is about what this person does not learn of."""
    return message.template.startswith(_CLOSE) and by.role not in _OVERSIGHT


def words_of(message: Message, by: Actor) -> str:
    """Return what a message says to whoever tends messages."""
    if kept_close(message, by):
        return _("A notice that its addressee alone reads")
    return sentence(message.template, message.values)


def text_of(one: Delivery, by: Actor) -> str:
    """Return what a delivery says; of a text to a resident only that it is one."""
    if one.message.by_phone:
        return str(TO_RESIDENTS.get(one.message.template, _("A text to a resident")))
    return words_of(one.message, by)


def kind_said(template: str) -> str:
    """Return what kind of notice it is, for who reads no matter's words."""
    kind = str(kind_of(template))
    return said(kind, KINDS) if kind in KINDS else _("A text to a resident")


def _copies(number: str) -> list[dict[str, Any]]:
    found = copies_of(number)
    names = names_of({one.account_id for one in found})
    return [
        {
            "to": names.get(one.account_id, ""),
            "text": sentence(one.message.template, one.message.values),
            "delivered_at": one.delivered_at,
            "read_at": one.read_at,
            "acknowledged_at": one.acknowledged_at,
        }
        for one in found
    ]
