"""Whose work a household's page shows: its members, and the files about them (R-006)."""

from typing import Final

from gege.registers.models import Link, Record

_MOST: Final = 200


def records_of_household(household: Record) -> list[int]:
    """Return the ids of a household, its members and the files about them. Two statements.

    Which of them a reader is told of is asked of each; a file is never named by its kind there.
    """
    members = list(
        Link.objects.filter(source=household, field="members", until__isnull=True)
        .order_by("pk")
        .values_list("target_id", flat=True)[:_MOST]
    )
    people = [household.pk, *members]
    files = Link.objects.filter(
        target_id__in=people,
        field__in=("person", "household", "child"),
        until__isnull=True,
        source__valid_to__isnull=True,
        source__merged_into__isnull=True,
    )
    return [*people, *files.order_by("pk").values_list("source_id", flat=True)[:_MOST]]
