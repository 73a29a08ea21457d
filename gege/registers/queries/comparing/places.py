"""Rules about buildings, places, facilities and hazards."""

from datetime import timedelta

from django.db.models import Count

from gege.kernel.coordinates import Crs, Point
from gege.registers.models import Link
from gege.registers.queries.comparing.looking import Found, Look
from gege.registers.rules.findings.telling import LEFT, OFTEN, OFTEN_DAYS, place_needs_care
from gege.territory.api import load_atlas


def outside_the_grid(look: Look) -> set[Found]:
    """L06: a building whose point does not lie in the grid it is kept under."""
    found: set[Found] = set()
    atlas = load_atlas()
    rows = look.live("building").filter(open__has_key="point")
    for pk, area, point in rows.values_list("pk", "area_code", "open__point").iterator():
        grid = atlas.grid_at(Point(point["lng"], point["lat"]), Crs.WGS84, look.today)
        if grid is None or not grid.code.startswith(area):
            found.add((pk, None))
    return found


def safety(look: Look) -> set[Found]:
    """L07: a place nobody answers for, or whose inspection is overdue."""
    rows = look.live("place").values_list("pk", "open", "valid_from").iterator()
    return {(pk, None) for pk, kept, since in rows if place_needs_care(kept, since, look.today)}


def left_addresses(look: Look) -> set[Found]:
    """L08: a place that is open while the organisation behind it has left its address."""
    links = Link.objects.filter(
        source__in=look.live("place"),
        field="organisation",
        until__isnull=True,
        target__valid_to__isnull=True,
        target__open__address_state__in=LEFT,
    )
    return set(links.values_list("source_id", "target_id"))


def hazards_near_care(look: Look) -> set[Found]:
    """L15: a hazard in a building where somebody is cared for. It says nothing of whom."""
    cared = Link.objects.filter(
        source__sheet="care_file", source__valid_to__isnull=True, field="person", until__isnull=True
    )
    homes = Link.objects.filter(
        source__in=cared.values("target_id"),
        source__valid_to__isnull=True,
        field="dwelling",
        until__isnull=True,
    )
    buildings = Link.objects.filter(
        source__in=homes.values("target_id"), field="building", until__isnull=True
    )
    hazards = Link.objects.filter(
        source__in=look.live("hazard").filter(open__rectified_on__isnull=True),
        field="building",
        until__isnull=True,
        target__in=buildings.values("target_id"),
    )
    return {(pk, None) for pk in hazards.values_list("source_id", flat=True)}


def often_broken(look: Look) -> set[Found]:
    """L16: a facility with three hazards or more in 90 days, removed or not."""
    since = (look.today - timedelta(days=OFTEN_DAYS)).isoformat()
    links = (
        Link.objects.filter(
            target__in=look.live("facility"),
            field="facility",
            source__sheet="hazard",
            source__open__found_on__gte=since,
        )
        .values("target_id")
        .annotate(hazards=Count("source_id", distinct=True))
        .filter(hazards__gte=OFTEN)
    )
    return {(pk, None) for pk in links.values_list("target_id", flat=True)}
