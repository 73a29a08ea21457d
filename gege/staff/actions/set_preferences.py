"""A person chooses the language and the size of print."""

from datetime import datetime

from django.db import transaction

from gege.staff.authority import locked_account, note
from gege.staff.errors import Refusal
from gege.staff.models import Account
from gege.trail.api import Signature


@transaction.atomic
def set_preferences(
    *,
    by: Signature,
    now: datetime,
    language: str | None = None,
    large_print: bool | None = None,
) -> Account:
    """Change what is given of the account that signs; None leaves a choice as it is.

    Raises Refusal: `no_account`, `unknown_language`.
    """
    account = locked_account(by.account_id or 0)
    before = {"language": account.language, "large_print": account.large_print}
    if language is not None:
        if language not in (Account.ZH, Account.EN):
            raise Refusal("unknown_language", field="language")
        account.language = language
    if large_print is not None:
        account.large_print = large_print
    after = {"language": account.language, "large_print": account.large_print}
    if after != before:
        account.save(update_fields=["language", "large_print"])
        note(account.pk, "set_preferences", by=by, now=now, before=before, after=after)
    return account
