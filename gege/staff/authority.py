"""Who may change accounts and posts, checked inside the deed's own transaction."""

from datetime import date, datetime
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from gege.staff.actor import Actor
from gege.staff.errors import Refusal
from gege.staff.models import Account, Post, holding
from gege.staff.rules.roles import Role
from gege.trail.api import Signature, record

_LOCK: Final = (7262, 1)


def authorise(by: Actor, now: datetime) -> None:
    """Pass administrators and the system; raise Refusal for everybody else.

    The post is read again: it may have ended after the page was opened. One change of people
    runs at a time, so two administrators cannot remove each other in the same moment.
    """
    if by.role is not Role.ADMINISTRATOR and not by.is_system:
        raise Refusal("only_administrators")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", _LOCK)
    if by.is_system:
        return
    held = Post.objects.filter(
        holding(timezone.localdate(now)),
        id=by.post_id or 0,
        account_id=by.account_id or 0,
        role=str(Role.ADMINISTRATOR),
        account__is_active=True,
    )
    if not held.exists():
        raise Refusal("post_ended")


def locked_account(account_id: int) -> Account:
    """Return an account, locked until the deed is done. Raises Refusal when there is none."""
    account = Account.objects.select_for_update().filter(id=account_id).first()
    if account is None:
        raise Refusal("no_account")
    return account


def keep_an_administrator(*, without: Account | Post, on: date) -> None:
    """Raise Refusal when nobody would administer the installation on a day.

    `without` is the account or the post that is about to go.
    """
    others = Post.objects.filter(holding(on), role=str(Role.ADMINISTRATOR), account__is_active=True)
    if isinstance(without, Account):
        others = others.exclude(account=without)
    else:
        others = others.exclude(id=without.pk)
    if not others.exists():
        raise Refusal("last_administrator")


def note(
    account_id: int,
    deed: str,
    *,
    by: Actor | Signature,
    now: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write the ledger line of a deed on an account."""
    signature = by.signature() if isinstance(by, Actor) else by
    record(
        stream=f"account:{account_id}",
        deed=deed,
        by=signature,
        now=now,
        before=before or {},
        after=after or {},
    )


def facts_of(post: Post) -> dict[str, Any]:
    """Return what the ledger keeps of a post."""
    return {
        "post": post.pk,
        "role": post.role,
        "unit": post.unit.code,
        "from": post.valid_from,
        "to": post.valid_to,
        "substitute": post.substitute,
        "note": post.note,
    }
