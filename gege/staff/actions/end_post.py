"""End a post."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from gege.staff.actor import Actor
from gege.staff.authority import authorise, facts_of, keep_an_administrator, note
from gege.staff.errors import Refusal
from gege.staff.models import Post
from gege.staff.rules.roles import Role


@transaction.atomic
def end_post(
    *, by: Actor, now: datetime, post_id: int, on: date | None = None, reason: str = ""
) -> Post:
    """End a post: `on` is the first day without it, today unless said otherwise.

    A post that has not begun ends on its first day and so never holds. Raises Refusal:
    `only_administrators`, `no_post`, `own_posts`, `ends_in_the_past`, `already_ended`,
    `last_administrator`.
    """
    authorise(by, now)
    post = Post.objects.select_for_update(of=("self",)).select_related("unit").filter(id=post_id)
    found = post.first()
    if found is None:
        raise Refusal("no_post")
    if found.account_id == by.account_id:
        raise Refusal("own_posts")
    today = timezone.localdate(now)
    day = today if on is None else on
    if day < today and not by.is_system:
        raise Refusal("ends_in_the_past", field="on")
    day = max(day, found.valid_from)
    if found.valid_to is not None and found.valid_to <= day:
        raise Refusal("already_ended", field="on", day=found.valid_to.isoformat())
    if found.role == Role.ADMINISTRATOR:
        keep_an_administrator(without=found, on=day)
    before = {"post": found.pk, "to": found.valid_to}
    found.valid_to = day
    found.save(update_fields=["valid_to"])
    after = {**facts_of(found), "reason": reason.strip()[:200]}
    note(found.account_id, "end_post", by=by, now=now, before=before, after=after)
    return found
