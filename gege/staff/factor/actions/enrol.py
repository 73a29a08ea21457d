"""Set up a device: show a secret, then take the first code it makes."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from gege.notices.api import Draft, post
from gege.staff.authority import locked_account, note
from gege.staff.errors import Refusal
from gege.staff.factor.checking import locked_factor, own_account
from gege.staff.factor.models import PaperCode, SecondFactor
from gege.staff.factor.rules import codes
from gege.staff.factor.secrets import PENDING, SECRET, opened_secret, sealed_secret
from gege.trail.api import Signature

SHOWN_FOR: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a device needs: the address in the picture, and the secret to be typed."""

    address: str
    spelled: str


@transaction.atomic
def begin_factor(*, by: Signature, now: datetime, password: str, code_given: bool) -> None:
    """Make a secret and keep it, sealed, until it is confirmed. What is in force stays in force.

    The password is asked again, so that a desk left open is not enough; to replace a device, a
    code of the present one (`code_given`) as well. Raises Refusal: `no_account`,
    `wrong_password`, `code_wanted`, `keys_away`.
    """
    account = locked_account(own_account(by))
    if not account.check_password(password):
        raise Refusal("wrong_password", field="password")
    factor = locked_factor(account.pk) or SecondFactor.objects.create(account=account)
    if factor.confirmed_at is not None and not code_given:
        raise Refusal("code_wanted")
    secret = secrets.token_bytes(codes.SECRET_BYTES)
    factor.pending = sealed_secret(secret, factor.uid, PENDING)
    factor.pending_at = now
    factor.save(update_fields=["pending", "pending_at"])
    note(account.pk, "begin_second_factor", by=by, now=now)


def shown_factor(*, by: Signature, now: datetime) -> Shown | None:
    """Return what the page shows while a device is set up; None when nothing is begun."""
    factor = SecondFactor.objects.select_related("account").filter(account=own_account(by)).first()
    if factor is None or not _begun(factor, now):
        return None
    secret = opened_secret(factor.pending, factor.uid, PENDING)
    return Shown(codes.address_of(secret, factor.account.login_name), codes.spelled(secret))


@transaction.atomic
def confirm_factor(*, by: Signature, now: datetime, code: str) -> tuple[str, ...]:
    """Put the device in force by its first code; return the codes for paper, shown once.

    A device and codes from before count no more. Raises Refusal: `not_begun`, `wrong_code`,
    `keys_away`.
    """
    account_id = own_account(by)
    factor = locked_factor(account_id)
    if factor is None or not _begun(factor, now):
        raise Refusal("not_begun")
    secret = opened_secret(factor.pending, factor.uid, PENDING)
    step = codes.matching_step(secret, codes.typed(code), now.timestamp())
    if step is None:
        raise Refusal("wrong_code", field="code")
    replaced = factor.confirmed_at is not None
    factor.secret = sealed_secret(secret, factor.uid, SECRET)
    factor.confirmed_at, factor.last_step = now, step
    factor.pending, factor.pending_at = "", None
    factor.failures, factor.shut_until = 0, None
    factor.save()
    made = new_paper_codes(factor)
    note(account_id, "set_second_factor", by=by, now=now, after={"replaced": replaced})
    tell("account_factor_set", account_id, now=now)
    return made


def new_paper_codes(factor: SecondFactor) -> tuple[str, ...]:
    """Put new codes for paper in the place of the old ones; return them."""
    made = tuple(
        codes.paper_code(secrets.token_bytes(codes.PAPER_BYTES)) for _ in range(codes.PAPER_CODES)
    )
    PaperCode.objects.filter(factor=factor).delete()
    PaperCode.objects.bulk_create(
        PaperCode(factor=factor, digest=codes.digest_of(one)) for one in made
    )
    return made


def tell(template: str, account_id: int, *, now: datetime, **values: str) -> None:
    """Tell a person what became of their second factor: it may have been somebody else."""
    draft = Draft(template, f"account:{account_id}", to_account_id=account_id, values=values)
    post([draft], now=now)


def _begun(factor: SecondFactor, now: datetime) -> bool:
    # A page that was left open does not keep a secret on show for ever.
    return factor.pending_at is not None and now - factor.pending_at <= SHOWN_FOR
