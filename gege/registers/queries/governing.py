"""What governs the registers: impact records and the sharing catalogue."""

from datetime import date

from gege.registers.errors import NotFound
from gege.registers.models import Assessment, CatalogueEntry, Forgetting


def assessments() -> list[Assessment]:
    """Return all impact records, the newest first; there are few, and they are kept."""
    return list(Assessment.objects.order_by("-pk")[:200])


def assessment(number: int) -> Assessment:
    """Return one. Raises NotFound."""
    found = Assessment.objects.filter(pk=number).first()
    if found is None:
        raise NotFound
    return found


def catalogue(today: date) -> tuple[list[CatalogueEntry], list[CatalogueEntry]]:
    """Return live entries and those that are over, the newest first."""
    rows = list(CatalogueEntry.objects.order_by("-pk")[:500])
    live = [one for one in rows if one.ended_at is None and one.valid_until >= today]
    return live, [one for one in rows if one not in live]


def forgettings() -> list[Forgetting]:
    """Return the latest runs of forgetting, the newest first."""
    return list(Forgetting.objects.order_by("-pk")[:14])
