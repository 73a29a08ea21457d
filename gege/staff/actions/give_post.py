"""Give a person a post."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from gege.staff.actor import Actor
from gege.staff.appointing import appoint
from gege.staff.models import Post
from gege.staff.rules.roles import Role


@transaction.atomic
def give_post(
    *,
    by: Actor,
    now: datetime,
    account_id: int,
    role: Role,
    unit_id: int,
    valid_from: date | None = None,
    valid_to: date | None = None,
    note: str = "",
) -> Post:
    """Give a post on [valid_from, valid_to); from today and without end unless said otherwise.

    Raises Refusal: `only_administrators`, `own_posts`, `no_account`, `inactive`,
    `unknown_role`, `no_unit`, `role_misplaced`, `unit_not_in_force`, `starts_in_the_past` (the
    system may take over older posts), `ends_before_start`, `same_post`, and `grid_taken` when
    the grid has a responsible worker in these days (R-015).
    """
    post = Post(
        account_id=account_id,
        role=str(role),
        unit_id=unit_id,
        valid_from=valid_from or timezone.localdate(now),
        valid_to=valid_to,
        note=note.strip(),
    )
    return appoint(post, "give_post", by=by, now=now)
