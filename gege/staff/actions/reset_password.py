"""Give a person who cannot log in a one-time password."""

from datetime import datetime

from django.db import transaction

from gege.staff.actor import Actor
from gege.staff.authority import authorise, locked_account, note
from gege.staff.errors import Refusal
from gege.staff.passwords import one_time_password


@transaction.atomic
def reset_password(*, by: Actor, now: datetime, account_id: int) -> str:
    """Return a one-time password; the person must choose another at the first log-in.

    It is shown once and kept nowhere. Every session of the account ends. Raises Refusal:
    `only_administrators`, `own_account`, `no_account`, `inactive`.
    """
    authorise(by, now)
    if by.account_id == account_id:
        raise Refusal("own_account")
    account = locked_account(account_id)
    if not account.is_active:
        raise Refusal("inactive")
    secret = one_time_password()
    account.set_password(secret)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    note(account_id, "reset_password", by=by, now=now)
    return secret
