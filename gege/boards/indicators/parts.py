"""The ways to divide an indicator: by unit, kind, tier, family, month and area."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, TruncMonth
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.boards.figures import Base
from gege.matters.api import LOCAL, Matter


@dataclass(frozen=True, slots=True)
class Division:
    """A way to divide; `head` stands over the column of its parts."""

    code: str
    name: Promise | str
    head: Promise | str
    _expression: Callable[[Base], Any]

    def expression(self, base: Base) -> Any:
        """Return the part of a matter as text; the month is that of the day that counts."""
        return self._expression(base)

    def narrow(self, rows: QuerySet[Matter], base: Base, part: str) -> QuerySet[Matter]:
        """Return the matters of one part, "" for those of none."""
        return rows.annotate(part=self.expression(base)).filter(part=part)


def _column(name: str) -> Callable[[Base], Any]:
    none = Value("", output_field=CharField())
    return lambda base: Coalesce(Cast(F(name), CharField()), none)


def _month(base: Base) -> Any:
    month = TruncMonth(f"{base}_at", tzinfo=LOCAL, output_field=DateField())
    return Cast(month, CharField())


_ALL: Final = (
    Division("unit", _("by unit"), _("Unit that handled"), _column("lead_id")),
    Division("kind", _("by kind"), _("Kind"), _column("kind")),
    Division("tier", _("by tier"), pgettext_lazy("tier", "Settled at"), _column("settled_tier")),
    Division("family", _("by family"), _("Family"), _column("family")),
    Division("month", _("by month"), _("Month"), _month),
    Division("area", _("by community"), _("Community"), _column("community_code")),
)
DIVISIONS: Final[Mapping[str, Division]] = {one.code: one for one in _ALL}
