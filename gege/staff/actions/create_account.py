"""Open an account for a person."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gege.staff.actor import Actor
from gege.staff.authority import authorise, note
from gege.staff.errors import Refusal
from gege.staff.models import Account
from gege.staff.passwords import check_password_rules, one_time_password
from gege.staff.rules.logins import is_login_name, normalised


@dataclass(frozen=True, slots=True)
class Opened:
    """A new account, and the password to hand over: it is kept nowhere else; empty for none."""

    account: Account
    password: str


@transaction.atomic
def create_account(
    *,
    by: Actor,
    now: datetime,
    login_name: str,
    display_name: str,
    phone: str = "",
    password: str | None = None,
    must_change_password: bool = True,
    may_log_in: bool = True,
) -> Opened:
    """Open an account without posts; without `password` a one-time password is made.

    With `may_log_in=False` there is no password at all, until an administrator resets it: for
    people who are entered before they begin.

    Raises Refusal: `only_administrators`, `login_name_form`, `login_name_taken`,
    `display_name_missing`, `weak_password`.
    """
    authorise(by, now)
    login = normalised(login_name)
    name = display_name.strip()
    if not is_login_name(login):
        raise Refusal("login_name_form", field="login_name")
    if not name:
        raise Refusal("display_name_missing", field="display_name")
    if Account.objects.filter(login_name=login).exists():
        raise Refusal("login_name_taken", field="login_name", login_name=login)
    account = Account(
        login_name=login,
        display_name=name,
        phone=phone.strip(),
        must_change_password=must_change_password,
        created_at=now,
    )
    if password is not None:
        check_password_rules(password, account)
    secret = one_time_password() if password is None else password
    if may_log_in:
        account.set_password(secret)
    else:
        secret = ""
        account.set_unusable_password()
    account.save(force_insert=True)
    after = {"login_name": login, "display_name": name, "phone": account.phone}
    note(account.pk, "create_account", by=by, now=now, after=after)
    return Opened(account, secret)
