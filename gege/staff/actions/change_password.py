"""A person changes the own password."""

from datetime import datetime

from django.db import transaction

from gege.staff.authority import locked_account, note
from gege.staff.errors import Refusal
from gege.staff.models import Account
from gege.staff.passwords import check_password_rules
from gege.trail.api import Signature


@transaction.atomic
def change_password(*, by: Signature, now: datetime, current: str, new: str) -> Account:
    """Change the password of the account that signs. Its other sessions end by that.

    Raises Refusal: `no_account`, `wrong_password`, `same_password`, `weak_password`.
    """
    account = locked_account(by.account_id or 0)
    if not account.check_password(current):
        raise Refusal("wrong_password", field="current")
    if new == current:
        raise Refusal("same_password", field="new_password")
    check_password_rules(new, account)
    account.set_password(new)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    note(account.pk, "change_password", by=by, now=now)
    return account
