"""Correct a person's name or telephone."""

from datetime import datetime

from django.db import transaction

from gege.staff.actor import Actor
from gege.staff.authority import authorise, locked_account, note
from gege.staff.errors import Refusal
from gege.staff.models import Account


@transaction.atomic
def amend_account(
    *, by: Actor, now: datetime, account_id: int, display_name: str, phone: str
) -> Account:
    """Change what an account says of its person; the log-in name stays.

    Raises Refusal: `only_administrators`, `no_account`, `display_name_missing`.
    """
    authorise(by, now)
    account = locked_account(account_id)
    before = {"display_name": account.display_name, "phone": account.phone}
    account.display_name = display_name.strip()
    account.phone = phone.strip()
    if not account.display_name:
        raise Refusal("display_name_missing", field="display_name")
    after = {"display_name": account.display_name, "phone": account.phone}
    if after != before:
        account.save(update_fields=["display_name", "phone"])
        note(account_id, "amend_account", by=by, now=now, before=before, after=after)
    return account
