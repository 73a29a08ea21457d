"""The pages of the exchange with departments: their addresses, and who opens them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from gege.exchange.models import Comparison, Outlet, Source
from gege.openapi.actions.open_client import Terms, open_client
from gege.openapi.models import Client
from tests.cast import HOUSING
from tests.matters.play import Play
from tests.security.visit_doors import ADMINISTRATOR, Row

BOTH = ADMINISTRATOR | {"county_supervisor"}
TABLE: Mapping[str, Row] = {
    "exchange:list": (200, BOTH, 404),
    "exchange:source-new": (200, ADMINISTRATOR, 404),
    "exchange:source": (200, BOTH, 404),
    "exchange:source-amend": (200, ADMINISTRATOR, 404),
    "exchange:source-pause": (200, ADMINISTRATOR, 404),
    "exchange:source-resume": (405, ADMINISTRATOR, 404),
    "exchange:source-end": (200, ADMINISTRATOR, 404),
    "exchange:source-pull": (405, ADMINISTRATOR, 404),
    "exchange:source-anew": (405, ADMINISTRATOR, 404),
    "exchange:source-try": (405, ADMINISTRATOR, 404),
    "exchange:source-compare": (405, ADMINISTRATOR, 404),
    "exchange:outlet-new": (200, ADMINISTRATOR, 404),
    "exchange:outlet": (200, BOTH, 404),
    "exchange:outlet-amend": (200, ADMINISTRATOR, 404),
    "exchange:outlet-secret": (200, ADMINISTRATOR, 404),
    "exchange:outlet-anew": (200, ADMINISTRATOR, 404),
    "exchange:outlet-pause": (200, ADMINISTRATOR, 404),
    "exchange:outlet-resume": (405, ADMINISTRATOR, 404),
    "exchange:outlet-end": (200, ADMINISTRATOR, 404),
    "exchange:comparison": (200, BOTH, 404),
}


def arguments_at_exchange(name: str, play: Play) -> dict[str, Any] | None:
    """The arguments of an address of this table; None for an address of another."""
    if name not in TABLE:
        return None
    if name in ("exchange:list", "exchange:outlet-new"):
        return {}
    if name == "exchange:source-new":
        return {"kind": "table"}
    if name.startswith("exchange:outlet"):
        return {"uid": _outlet(play).uid}
    if name == "exchange:comparison":
        return {"uid": _comparison(play).uid}
    return {"uid": _source(play).uid}


def _source(play: Play) -> Source:
    now = timezone.now()
    return Source.objects.first() or Source.objects.create(
        name="房屋库", unit_id=play.cast.unit_id(HOUSING), sheet="building", kind="folder",
        place={"folder": "zhujian"}, next_at=now, opened_at=now,
    )  # fmt: skip


def _outlet(play: Play) -> Outlet:
    terms = Terms("住建系统", HOUSING, "department_officer", registers=True)
    now = timezone.now()
    client = Client.objects.filter(registers=True).first()
    client = client or open_client(terms, by=play.cast.administrator, now=now)[0]
    return Outlet.objects.first() or Outlet.objects.create(
        client=client, sheet="resident", way="webhook", address="https://system.example.org/",
        secret="-", opened_at=now,
    )  # fmt: skip


def _comparison(play: Play) -> Comparison:
    return Comparison.objects.first() or Comparison.objects.create(
        source=_source(play), at=timezone.now(), by_name="系统", ours=3, theirs=3
    )
