"""The rail's entry of reviews: for the supervision, and for whoever is named in one."""

from collections.abc import Mapping
from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gege.desk.navigation import Entry, Waiting, add, count_with
from gege.desk.rail_groups import Group
from gege.staff.access import ActorRequest
from gege.staff.api import Role
from gege.supervision.api import REVIEW_READERS, waiting_in_reviews


def register() -> None:
    """Put the reviews into the rail."""
    add(
        Entry(
            "reviews",
            _("Accountability"),
            "reviews:list",
            roles=frozenset({str(Role.COUNTY_SUPERVISOR), str(Role.ELECTRONIC_SUPERVISOR)}),
            group=Group.OVERSIGHT,
            rank=41,
        )
    )
    count_with(_counts)


def _counts(request: HttpRequest) -> Mapping[str, Waiting]:
    actor = cast(ActorRequest, request).actor
    if actor.role not in REVIEW_READERS or actor.role is not Role.COUNTY_SUPERVISOR:
        return {}
    return {"reviews": Waiting((waiting_in_reviews(actor),))}
