"""Rules about files of assistance, care and families. What is sealed is opened for one look."""

from django.db.models import Q

from gege.registers.keeping import values_of
from gege.registers.models import Link
from gege.registers.queries.comparing.looking import Found, Look, points_at
from gege.registers.rules.findings.telling import review_soon, service_runs, visit_overdue


def of_the_dead(look: Look) -> set[Found]:
    """L09: a file that is open while the person it is about has died."""
    died = Q(target__ended_why="deceased") | Q(target__open__has_key="deceased_on")
    died |= Q(target__sealed__has_key="deceased_on")
    files = look.live("assistance_file").values("pk").union(look.live("care_file").values("pk"))
    links = Link.objects.filter(died, source__in=files, field="person", until__isnull=True)
    return set(links.values_list("source_id", "target_id"))


def reviews(look: Look) -> set[Found]:
    """L12: assistance that is reviewed soon, so that nobody loses it for want of a paper."""
    found: set[Found] = set()
    for row in look.live("assistance_file").iterator():
        if review_soon(values_of(row, ("state", "review_on")), look.today):
            found.add((row.pk, None))
    return found


def visits(look: Look) -> set[Found]:
    """L13: somebody who is cared for was not visited in time."""
    found: set[Found] = set()
    for row in look.live("care_file").iterator():
        values = values_of(row, ("visit_cycle", "service_log"))
        if visit_overdue(values, row.valid_from, look.today):
            found.add((row.pk, None))
    return found


def children_without_guardian(look: Look) -> set[Found]:
    """L14: a service for a child under 14 in whose file no guardian stands."""
    children = Link.objects.filter(
        field="child",
        until__isnull=True,
        target__valid_to__isnull=True,
        target__child_until__gt=look.today,
    )
    rows = look.live("family_file").filter(pk__in=children.values("source_id"))
    rows = rows.exclude(points_at("guardian", "resident"))
    return {(row.pk, None) for row in rows.iterator() if service_runs(values_of(row, ("state",)))}
