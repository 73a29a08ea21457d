"""How much waits in each box of a workspace: every box in one statement."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection

from gege.matters.queries.inbox import Box, Filter, matters
from gege.staff.api import Actor

COUNTED: Final = (Box.MINE, Box.NEAR_DUE, Box.OVERDUE, Box.WATCHED)


def counts(
    by: Actor, *, now: datetime, most: int = 1000, boxes: Sequence[Box] = COUNTED
) -> Mapping[Box, int]:
    """Return how many matters wait in each box; one statement.

    Counting stops one beyond `most`, so that a page shows "most+" and pays no more for it.
    """
    asked: list[Box] = []
    parts: list[str] = []
    values: list[Any] = []
    for box in boxes:
        rows = matters(by, Filter(box=box), now=now).order_by().values("pk")[: most + 1]
        try:
            sql, given = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        asked.append(box)
        # Django compiled the inner statement; its values travel beside it.
        parts.append(f"(SELECT count(*) FROM ({sql}) AS box)")  # noqa: S608
        values.extend(given)
    found = dict.fromkeys(boxes, 0)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)}", values)
            found.update(zip(asked, cursor.fetchone(), strict=True))
    return found
