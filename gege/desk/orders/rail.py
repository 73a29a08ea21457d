"""The rail's entry of orders, with what waits for the reader's unit."""

from collections.abc import Mapping
from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gege.desk.navigation import Entry, add, count_with
from gege.desk.orders.roles import READING
from gege.staff.access import ActorRequest
from gege.staff.api import Role
from gege.supervision.api import waiting


def register() -> None:
    """Put the orders into the rail."""
    add(
        Entry(
            "orders",
            _("Follow-up orders"),
            "orders:list",
            roles=frozenset(str(role) for role in READING),
            group=_("Oversight"),
            rank=39,
            covers=("/supervision/coordination",),
        )
    )
    count_with(_counts)


def _counts(request: HttpRequest) -> Mapping[str, int]:
    actor = cast(ActorRequest, request).actor
    if actor.role not in READING or actor.role is Role.ELECTRONIC_SUPERVISOR:
        return {}
    return {"orders": waiting(actor)}
