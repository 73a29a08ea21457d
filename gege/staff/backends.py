"""Authentication: passwords as Django checks them, the account loaded together with its posts."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.utils import timezone

from gege.staff.actor import Actor
from gege.staff.models import Account
from gege.staff.queries import account_with_posts


class HeldAccount:
    """The posts of a request's account, read in the statement that read the account."""

    attribute = "held_posts"

    @classmethod
    def put(cls, account: Account, held: tuple[Actor, ...]) -> Account:
        setattr(account, cls.attribute, held)
        return account

    @classmethod
    def of(cls, account: Account) -> tuple[Actor, ...]:
        """Return the posts read with the account; read them now where another path loaded it."""
        held: tuple[Actor, ...] | None = getattr(account, cls.attribute, None)
        if held is None:
            found = account_with_posts(account.pk, timezone.now())
            held = found[1] if found else ()
            cls.put(account, held)
        return held


class AccountBackend(ModelBackend):
    """Loads an account and its posts in one statement per request."""

    def get_user(self, user_id: Any) -> Account | None:
        """Return the active account of a session, its posts attached; None otherwise."""
        found = account_with_posts(int(user_id), timezone.now())
        return HeldAccount.put(*found) if found else None
