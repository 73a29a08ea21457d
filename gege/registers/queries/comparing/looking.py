"""What a comparison looks at: everything that is live, or what a change may have touched."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from gege.registers.models import Link, Record, Turn

Found = tuple[int, int | None]
"""The record it is about, and the other one where it takes two."""

OVERLAP: Final = 500
"""Turns that are looked at again, for transactions do not end in the order of their numbers."""
_UPWARDS: Final = ("person", "dwelling", "building", "child")
_DOWNWARDS: Final = ("dwelling", "building")


@dataclass(frozen=True, slots=True)
class Look:
    """One run's day, and the records it is limited to (None: all)."""

    today: date
    within: frozenset[int] | None = None

    def live(self, sheet: str) -> QuerySet[Record]:
        """Return the records of a sheet that stand today, as far as the run looks."""
        rows = Record.objects.filter(sheet=sheet, valid_to__isnull=True, merged_into__isnull=True)
        return rows if self.within is None else rows.filter(pk__in=these(self.within))

    def among(self) -> list[int] | None:
        """Return the limit as SQL takes it."""
        return None if self.within is None else sorted(self.within)


def these(ids: Iterable[int]) -> RawSQL:
    """Return many ids as one array: as a list of thousands they would take longer than the look."""
    return RawSQL("SELECT unnest(%s::bigint[])", [sorted(ids)])


Compare = Callable[[Look], set[Found]]


def alone(rows: QuerySet[Record]) -> set[Found]:
    """Return records as findings about one record each."""
    return {(pk, None) for pk in rows.values_list("pk", flat=True)}


def points_at(field: str, sheet: str) -> Exists:
    """Return the condition that a record refers to a live one of a sheet."""
    return Exists(
        Link.objects.filter(
            source=OuterRef("pk"),
            field=field,
            until__isnull=True,
            target__sheet=sheet,
            target__valid_to__isnull=True,
        )
    )


def pointed_at(field: str, sheet: str) -> Exists:
    """Return the condition that a live record of a sheet refers to this one."""
    return Exists(
        Link.objects.filter(
            target=OuterRef("pk"),
            field=field,
            until__isnull=True,
            source__sheet=sheet,
            source__valid_to__isnull=True,
        )
    )


def touched_since(turn: int) -> frozenset[int]:
    """Return the records about which a rule may say something else since a turn.

    What changed, what it refers or referred to, what refers to it; what lies in it, however deep a
    building goes; and the hazards of buildings that it lies in.
    """
    turns = Turn.objects.filter(pk__gt=turn - OVERLAP)
    changed = set(turns.values_list("record_id", flat=True).distinct())
    referring = _referring(changed)
    near = changed | referring | _referred(changed)
    near |= _referring(referring, _DOWNWARDS)
    above = changed
    for _step in _UPWARDS[:3]:
        above = above | _referred(above, _UPWARDS)
    return frozenset(near | _referring(above, ("building",)))


def _referring(ids: Iterable[int], fields: Iterable[str] = ()) -> set[int]:
    links = Link.objects.filter(target__in=these(ids))
    links = links.filter(field__in=list(fields)) if fields else links
    return set(links.values_list("source_id", flat=True))


def _referred(ids: Iterable[int], fields: Iterable[str] = ()) -> set[int]:
    links = Link.objects.filter(source__in=these(ids))
    links = links.filter(field__in=list(fields)) if fields else links
    return set(links.values_list("target_id", flat=True))
