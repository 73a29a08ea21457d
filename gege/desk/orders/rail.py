"""The rail's entry of orders, with what waits for the reader's unit."""

from collections.abc import Mapping
from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gege.desk.navigation import Entry, Waiting, add, count_with
from gege.desk.orders.roles import READING, RULE_READERS
from gege.desk.rail_groups import Group
from gege.staff.access import ActorRequest
from gege.staff.api import Role
from gege.supervision.api import waiting_orders


def register() -> None:
    """Put the orders into the rail."""
    add(
        Entry(
            "orders",
            _("Follow-up orders"),
            "orders:list",
            roles=frozenset(str(role) for role in READING),
            group=Group.OVERSIGHT,
            rank=39,
            covers=("/supervision/coordination",),
        ),
        Entry(
            "supervision_rules",
            _("Rules of supervision"),
            "orders:rules",
            roles=frozenset(str(role) for role in RULE_READERS),
            group=Group.SETTING_UP,
            rank=57,
            covers=("/setup/reviews",),
        ),
    )
    count_with(_counts)


def _counts(request: HttpRequest) -> Mapping[str, Waiting]:
    actor = cast(ActorRequest, request).actor
    if actor.role not in READING or actor.role is Role.ELECTRONIC_SUPERVISOR:
        return {}
    return {"orders": Waiting((waiting_orders(actor),))}
