"""Which fields want the person's own consent, and who may give it (law, articles 14, 29, 31)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from gege.registers.rules.declaration import Basis, Sheet, Side


class Giver(StrEnum):
    """Who consents: the person, or for a child under 14 the guardian."""

    SELF = "self"
    GUARDIAN = "guardian"


def fields_of_consent(sheet: Sheet, filled: Mapping[str, object]) -> list[str]:
    """Return the fields said to be something that are kept with consent only."""
    return [
        field.name
        for field in sheet.current
        if field.basis is Basis.CONSENT and filled.get(field.name) is not None
    ]


def still_to_ask(
    wanted: Iterable[str], *, side: Side, covered: frozenset[str], given: str
) -> list[str]:
    """Return the fields for which nobody consented yet.

    A department asks in its own procedure and answers for it; a resident's own word is consent.
    """
    if side is not Side.FIELD or given:
        return []
    return [name for name in wanted if name not in covered]


def may_consent(given: str, *, child: bool) -> bool:
    """Tell whether this person may consent: for a child only the guardian."""
    return given in set(Giver) and (given == Giver.GUARDIAN or not child)
