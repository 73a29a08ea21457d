"""Open a closed account again."""

from datetime import datetime

from django.db import transaction

from gege.staff.actor import Actor
from gege.staff.authority import authorise, locked_account, note
from gege.staff.errors import Refusal
from gege.staff.models import Account


@transaction.atomic
def activate(*, by: Actor, now: datetime, account_id: int) -> Account:
    """Let a person log in again. Posts that ended stay ended and are given anew.

    Raises Refusal: `only_administrators`, `no_account`, `already_active`.
    """
    authorise(by, now)
    account = locked_account(account_id)
    if account.is_active:
        raise Refusal("already_active")
    account.is_active = True
    account.save(update_fields=["is_active"])
    note(account_id, "activate", by=by, now=now, before={"is_active": False})
    return account
