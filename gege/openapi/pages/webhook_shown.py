"""Subscriptions and messages as their pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gege.desk.api import Deed, Fact
from gege.openapi.actions.deliver import id_of
from gege.openapi.models import Delivery, Subscription
from gege.openapi.names import EVENTS, STATES, said_of
from gege.openapi.queries.webhooks import SubscriptionPage
from gege.openapi.rules.webhooks import PING, DeliveryState


@dataclass(frozen=True, slots=True)
class Row:
    """One subscription in the list."""

    name: str
    href: str
    address: str
    state: str
    warn: bool
    waiting: int
    dead: int
    reached_at: datetime | None


@dataclass(frozen=True, slots=True)
class Message:
    """One message in a list."""

    href: str
    kind: str
    number: str
    client: str
    state: str
    warn: bool
    said: str
    attempts: int
    created_at: datetime
    done_at: datetime | None


def row_of(one: Subscription, waiting: int, dead: int, now: datetime) -> Row:
    state, warn = state_of(one, now)
    return Row(
        name=one.client.name,
        href=reverse("webhooks:page", args=[one.uid]),
        address=one.address,
        state=state,
        warn=warn or bool(dead),
        waiting=waiting,
        dead=dead,
        reached_at=one.reached_at,
    )


def state_of(one: Subscription, now: datetime) -> tuple[str, bool]:
    """Return how a subscription stands, and whether somebody should look at it."""
    client = one.client
    if one.ended_at is not None or client.revoked_at is not None:
        return _("ended for good"), False
    if client.expires_at <= now:
        return _("its client has expired"), True
    if not client.reads:
        return _("its client may not read"), True
    if one.paused_at is not None:
        return _("Paused"), True
    return (_("cannot be reached"), True) if one.failures else (_("in use"), False)


def facts_of(page: SubscriptionPage, now: datetime) -> list[Fact]:
    one = page.subscription
    events = _(", ").join(str(EVENTS[kind]) for kind in one.events if kind in EVENTS)
    facts = [
        Fact(_("State"), state_of(one, now)[0], _paused(one)),
        Fact(_("Client"), one.client.name),
        Fact(_("Address"), one.address),
        Fact(_("Events"), events),
        Fact(_("Secret since"), one.secret_since, _("It was shown once; nobody can read it.")),
        Fact(_("Last arrived"), one.reached_at),
        Fact(_("Last tried"), one.tried_at, said_of(one.said)),
        Fact(_("Waiting"), page.waiting),
        Fact(_("Dead messages"), page.dead),
    ]
    if one.old_until is not None and one.old_until > now:
        facts.insert(5, Fact(_("The old secret signs until"), one.old_until))
    if one.failures and one.not_before is not None:
        facts.insert(1, Fact(_("It is tried again"), one.not_before))
    return facts


def _paused(one: Subscription) -> str:
    if one.paused_at is None:
        return ""
    gone = _("The receiver answered 410: it wants no more messages.")
    return gone if one.paused_why == "410" else one.paused_why


def deeds_of(page: SubscriptionPage) -> tuple[Deed | None, list[Deed]]:
    """Return the most likely deed and the others."""
    one = page.subscription
    if one.ended_at is not None:
        return None, []

    def deed(label: str | Promise, name: str, *, post: bool = False, grave: bool = False) -> Deed:
        address = reverse(f"webhooks:{name}", args=[one.uid])
        return Deed(label, address, post=post, grave=grave)

    paused = one.paused_at is not None
    first = deed(_("Let it go on"), "resume", post=True) if paused else None
    others = [] if paused else [deed(_("Send a test"), "ping", post=True)]
    if page.dead:
        others.append(deed(_("Send all dead ones again"), "retry-all", post=True))
    others += [deed(_("Change"), "amend"), deed(_("New secret"), "secret")]
    if not paused:
        others.append(deed(_("Pause"), "pause"))
    return first, [*others, deed(_("End for good"), "end", grave=True)]


def messages_of(rows: Iterable[Delivery]) -> list[Message]:
    return [
        Message(
            href=reverse("webhooks:message", args=[row.uid]),
            kind=str(kind_name(row.kind)),
            number=row.matter.number if row.matter is not None else "",
            client=row.subscription.client.name,
            state=str(STATES[row.state]),
            warn=row.state == DeliveryState.DEAD,
            said=said_of(row.said),
            attempts=row.attempts,
            created_at=row.created_at,
            done_at=row.done_at,
        )
        for row in rows
    ]


def kind_name(kind: str) -> str | Promise:
    return _("Test") if kind == PING else EVENTS.get(kind, kind)


def facts_of_message(row: Delivery, behind: int) -> list[Fact]:
    facts = [
        Fact(_("State"), STATES[row.state], said_of(row.said)),
        Fact(_("Client"), row.subscription.client.name),
        Fact(_("Event"), kind_name(row.kind)),
        Fact(_("Matter"), row.matter.number if row.matter is not None else "—"),
        Fact(_("Id for the receiver"), id_of(row), _("The same at every try.")),
        Fact(_("Recorded"), row.created_at),
        Fact(_("Done"), row.done_at),
        Fact(_("Wait behind it"), behind, _("Messages of one matter are sent in their order.")),
    ]
    if row.state == DeliveryState.QUEUED:
        facts.insert(6, Fact(_("Next attempt"), row.not_before))
    if row.ended_by:
        facts.append(Fact(_("Dropped by"), row.ended_by))
    return facts
