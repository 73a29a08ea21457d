"""Let somebody stand in for a grid's worker."""

from datetime import date, datetime

from django.db import transaction

from gege.staff.actor import Actor
from gege.staff.appointing import appoint
from gege.staff.models import Post
from gege.staff.rules.roles import Role


@transaction.atomic
def substitute(
    *,
    by: Actor,
    now: datetime,
    account_id: int,
    unit_id: int,
    valid_from: date,
    valid_to: date,
    note: str = "",
) -> Post:
    """Appoint a substitute in a grid on [valid_from, valid_to), at most 92 days (R-015, R-019).

    What a substitute may do is said in `rules.posts`. Raises Refusal as `give_post`, and
    `cover_too_long`, `own_cover` (the responsible worker himself), `cover_taken`.
    """
    post = Post(
        account_id=account_id,
        role=str(Role.GRID_WORKER),
        unit_id=unit_id,
        valid_from=valid_from,
        valid_to=valid_to,
        substitute=True,
        note=note.strip(),
    )
    return appoint(post, "substitute", by=by, now=now)
