"""The last thing of a deed on a group, a camera or a request: its line, and its row."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gege.staff.api import Actor
from gege.supervision.models import Camera, Group, ViewRequest
from gege.trail.api import record


def write_line(
    row: Group | Camera | ViewRequest,
    deed: str,
    *,
    by: Actor,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    **more: Any,
) -> None:
    """Write the line of a deed into the stream of its row, and save the row with its new head.

    The row is locked, or new; inside a transaction.
    """
    head = record(
        stream=row.stream,
        deed=deed,
        by=by.signature(),
        now=now,
        before=before,
        after=after,
        more={key: value for key, value in more.items() if value not in (None, "", [])},
        head=row.head,
    )
    row.trail_seq, row.trail_hash = head.seq, head.hash
    row.version += 1
    row.save()
