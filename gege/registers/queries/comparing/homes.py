"""Rules about households and dwellings."""

from django.db.models import Count, Q

from gege.registers.models import Link
from gege.registers.queries.comparing.looking import Found, Look, alone, pointed_at, points_at

RENTED = ("2", "4")
VACANT = "3"


def households(look: Look) -> set[Found]:
    """L04: a household without a head or members, or somebody who is a member of two."""
    empty = look.live("household").exclude(
        points_at("head", "resident"), points_at("members", "resident")
    )
    twice = (
        Link.objects.filter(
            target__in=look.live("resident"),
            field="members",
            until__isnull=True,
            source__sheet="household",
            source__valid_to__isnull=True,
        )
        .values("target_id")
        .annotate(households=Count("source_id", distinct=True))
        .filter(households__gt=1)
    )
    return alone(empty) | {(pk, None) for pk in twice.values_list("target_id", flat=True)}


def occupancy(look: Look) -> set[Found]:
    """L05: a dwelling said to be let without tenants, or vacant while somebody lives there."""
    let = Q(open__occupancy__in=RENTED) & ~Q(points_at("tenants", "household"))
    vacant = Q(open__occupancy=VACANT) & Q(pointed_at("dwelling", "resident"))
    return alone(look.live("dwelling").filter(let | vacant))
