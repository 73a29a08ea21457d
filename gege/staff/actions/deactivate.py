"""Close an account."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from gege.staff.actor import Actor
from gege.staff.authority import (
    authorise,
    facts_of,
    keep_an_administrator,
    locked_account,
    note,
)
from gege.staff.errors import Refusal
from gege.staff.models import Account, Post
from gege.staff.rules.roles import Role


@transaction.atomic
def deactivate(*, by: Actor, now: datetime, account_id: int, reason: str = "") -> Account:
    """Close an account and end its posts today: a grid it held is vacant and can be given.

    Its sessions end with the next request. Raises Refusal: `only_administrators`,
    `own_account`, `no_account`, `already_inactive`, `last_administrator`.
    """
    authorise(by, now)
    if by.account_id == account_id:
        raise Refusal("own_account")
    account = locked_account(account_id)
    if not account.is_active:
        raise Refusal("already_inactive")
    today = timezone.localdate(now)
    open_posts = Post.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today), account=account)
    ended = [facts_of(post) for post in open_posts.select_related("unit").order_by("id")]
    if any(post["role"] == Role.ADMINISTRATOR for post in ended):
        keep_an_administrator(without=account, on=today)
    # A post that has not begun ends on its first day, and so never holds.
    open_posts.update(valid_to=Greatest(F("valid_from"), Value(today)))
    account.is_active = False
    account.save(update_fields=["is_active"])
    before = {"is_active": True, "posts": ended}
    after = {"is_active": False, "reason": reason.strip()[:200]}
    note(account_id, "deactivate", by=by, now=now, before=before, after=after)
    return account
