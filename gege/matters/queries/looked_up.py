"""A condition by the ids that another statement finds, always answered by index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Lookup, Model, QuerySet

if TYPE_CHECKING:
    _Lookup = Lookup[Any]
else:
    _Lookup = Lookup


class AnyOf(_Lookup):
    """`column = ANY(ARRAY(statement))`: the ids are found first, then each is looked up.

    `column IN (statement)` says the same, but lets the planner read the whole table and compare.
    It does where its statistics are older than the rows: after a large import, or within a long
    transaction, until the table is analyzed.
    """

    lookup_name = "any_of"
    prepare_rhs = False

    def __init__(self, column: F, found: QuerySet[Model, Any]) -> None:
        super().__init__(cast(Any, column), ArraySubquery(found))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = compiler.compile(self.rhs)
        return f"{left} = ANY({right})", (*left_values, *right_values)
