"""The interfaces and the pages of their clients: their addresses, and who opens them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from gege.openapi.actions.open_client import Terms, open_client
from gege.openapi.models import (
    Client,
    Delivery,
    Difference,
    OpinionPlatform,
    Reconciliation,
    Subscription,
)
from gege.openapi.rest.added import addresses
from tests.cast import COUNTY
from tests.matters.play import PLAIN, Play
from tests.security.visit_doors import ADMINISTRATOR, EVERYBODY, Row

CENTRE = frozenset({"county_dispatcher", "county_supervisor"})
PAGES = ("clients:", "webhooks:", "opinions:")
TABLE: Mapping[str, Row] = {
    # Open311 knows no session: what is public is everybody's, the rest asks for a key.
    "open311:discovery": (200, EVERYBODY, 200),
    "open311:discovery-below": (200, EVERYBODY, 200),
    "open311:services": (200, EVERYBODY, 200),
    "open311:definition": (200, EVERYBODY, 200),
    "open311:requests": (200, EVERYBODY, 200),
    "open311:request": (404, EVERYBODY, 404),
    "open311:token": (404, EVERYBODY, 404),
    "rest-document:schema": (200, EVERYBODY, 200),
    "rest-document:page": (200, EVERYBODY, 200),
    **{f"rest:{address[0].name}": (401, EVERYBODY, 401) for address in addresses()},
    "clients:list": (200, ADMINISTRATOR, 404),
    "clients:new": (200, ADMINISTRATOR, 404),
    "clients:page": (200, ADMINISTRATOR, 404),
    "clients:amend": (200, ADMINISTRATOR, 404),
    "clients:rotate": (200, ADMINISTRATOR, 404),
    "clients:revoke": (200, ADMINISTRATOR, 404),
    "webhooks:list": (200, ADMINISTRATOR, 404),
    "webhooks:new": (200, ADMINISTRATOR, 404),
    "webhooks:letters": (200, ADMINISTRATOR, 404),
    "webhooks:page": (200, ADMINISTRATOR, 404),
    "webhooks:amend": (200, ADMINISTRATOR, 404),
    "webhooks:secret": (200, ADMINISTRATOR, 404),
    "webhooks:ping": (405, ADMINISTRATOR, 404),
    "webhooks:pause": (200, ADMINISTRATOR, 404),
    "webhooks:resume": (405, ADMINISTRATOR, 404),
    "webhooks:retry-all": (405, ADMINISTRATOR, 404),
    "webhooks:end": (200, ADMINISTRATOR, 404),
    "webhooks:message": (200, ADMINISTRATOR, 404),
    "webhooks:retry": (405, ADMINISTRATOR, 404),
    "webhooks:drop": (200, ADMINISTRATOR, 404),
    "opinions:setup": (200, ADMINISTRATOR, 404),
    "opinions:connect": (200, ADMINISTRATOR, 404),
    "opinions:amend": (200, ADMINISTRATOR, 404),
    "opinions:test": (405, ADMINISTRATOR, 404),
    "opinions:end": (200, ADMINISTRATOR, 404),
    "opinions:state": (200, CENTRE, 404),
    "opinions:compare": (405, CENTRE, 404),
    "opinions:again": (405, CENTRE, 404),
    "opinions:report": (200, CENTRE, 404),
    "opinions:mend": (405, CENTRE, 404),
}
PLAIN_PAGES = (
    "clients:list", "clients:new", "webhooks:list", "webhooks:new", "webhooks:letters",
    "opinions:setup", "opinions:connect", "opinions:state", "opinions:compare",
)  # fmt: skip
MESSAGES = ("webhooks:message", "webhooks:retry", "webhooks:drop")
INTERFACES = tuple(name for name in TABLE if not name.startswith(PAGES))
ASKS_FOR_A_TOKEN = "rest:"
"""Addresses for programs: without a token every method is answered 401."""


def arguments_at_interfaces(name: str, play: Play, number: str) -> dict[str, Any] | None:
    """The arguments of an address of this table; None for an address of another."""
    if name not in TABLE:
        return None
    if name in PLAIN_PAGES:
        return {}
    if name.startswith("webhooks:"):
        return {"uid": _told(play, message=name in MESSAGES)}
    if name.startswith("opinions:"):
        return _opinion(name, play)
    if name.startswith("clients:"):
        return {"uid": _client(play).uid}
    if name.startswith("rest-document:"):
        return {}
    if name.startswith(ASKS_FOR_A_TOKEN):
        path = next(one[0].path for one in addresses() if f"rest:{one[0].name}" == name)
        given = {"number": number, "sha256": "0" * 64, "case": "MQ-1", "sheet": "resident",
                 "question": "1", "record": str(UUID(int=0)), "day": "2026-11-01",
                 "order": str(UUID(int=0))}  # fmt: skip
        return {key: value for key, value in given.items() if f":{key}>" in path}
    own = {
        "open311:definition": {"code": PLAIN},
        "open311:request": {"number": number},
        "open311:token": {"token": "1"},
    }
    return {"form": "json"} | own.get(name, {})


def _told(play: Play, *, message: bool) -> UUID:
    """A subscription of a client that reads, with a dead message."""
    now = timezone.now()
    one = Subscription.objects.first()
    if one is None:
        client = _client(play)
        Client.objects.filter(pk=client.pk).update(reads=True)
        one = Subscription.objects.create(
            client=client, address="https://system.example.org/", secret="-", secret_since=now,
            opened_at=now,
        )  # fmt: skip
        Delivery.objects.create(
            subscription=one, kind="ping", body="{}", state="dead", created_at=now, not_before=now
        )
    return Delivery.objects.get().uid if message else one.uid


def _opinion(name: str, play: Play) -> dict[str, Any]:
    """The county's platform with a comparison that found something."""
    now = timezone.now()
    one = OpinionPlatform.objects.first() or OpinionPlatform.objects.create(
        client=_client(play), default_kind=PLAIN, opened_at=now
    )
    report = Reconciliation.objects.first() or Reconciliation.objects.create(
        platform=one, since=now, until=now, at=now, by_name="系统", ours=1, theirs=0, found=1
    )
    row = Difference.objects.first() or Difference.objects.create(
        report=report, their_id="MQ-1", what="missing_there"
    )
    if name == "opinions:again":
        return {"case": "MQ-1"}
    if name == "opinions:mend":
        return {"uid": report.uid, "pk": row.pk}
    return {"uid": report.uid if name == "opinions:report" else one.uid}


def _client(play: Play) -> Client:
    """An app of the county that reports."""
    terms = Terms("随手拍", COUNTY, "hotline_operator", reports=True)
    by = play.cast.administrator
    return Client.objects.first() or open_client(terms, by=by, now=timezone.now())[0]
