"""The interfaces and the pages of their clients: their addresses, and who opens them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from gege.openapi.actions.open_client import Terms, open_client
from gege.openapi.models import Client
from gege.openapi.rest.table import ADDRESSES
from tests.cast import COUNTY
from tests.matters.play import PLAIN, Play
from tests.security.visit_doors import ADMINISTRATOR, EVERYBODY, Row

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
    **{f"rest:{address[0].name}": (401, EVERYBODY, 401) for address in ADDRESSES},
    "clients:list": (200, ADMINISTRATOR, 404),
    "clients:new": (200, ADMINISTRATOR, 404),
    "clients:page": (200, ADMINISTRATOR, 404),
    "clients:amend": (200, ADMINISTRATOR, 404),
    "clients:rotate": (200, ADMINISTRATOR, 404),
    "clients:revoke": (200, ADMINISTRATOR, 404),
}
INTERFACES = tuple(name for name in TABLE if not name.startswith("clients:"))
ASKS_FOR_A_TOKEN = "rest:"
"""Addresses for programs: without a token every method is answered 401."""


def arguments_at_interfaces(name: str, play: Play, number: str) -> dict[str, Any] | None:
    """The arguments of an address of this table; None for an address of another."""
    if name not in TABLE:
        return None
    if name in ("clients:list", "clients:new"):
        return {}
    if name.startswith("clients:"):
        return {"uid": _client(play).uid}
    if name.startswith("rest-document:"):
        return {}
    if name.startswith(ASKS_FOR_A_TOKEN):
        path = next(one[0].path for one in ADDRESSES if f"rest:{one[0].name}" == name)
        given = {"number": number, "sha256": "0" * 64}
        return {key: value for key, value in given.items() if f":{key}>" in path}
    own = {
        "open311:definition": {"code": PLAIN},
        "open311:request": {"number": number},
        "open311:token": {"token": "1"},
    }
    return {"form": "json"} | own.get(name, {})


def _client(play: Play) -> Client:
    """An app of the county that reports."""
    terms = Terms("随手拍", COUNTY, "hotline_operator", reports=True)
    by = play.cast.administrator
    return Client.objects.first() or open_client(terms, by=by, now=timezone.now())[0]
