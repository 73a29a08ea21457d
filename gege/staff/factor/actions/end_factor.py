"""Renew the codes on paper, turn the own second factor off, or reset another person's."""

from datetime import datetime

from django.db import transaction

from gege.staff.actor import Actor
from gege.staff.authority import authorise, locked_account, note
from gege.staff.errors import Refusal
from gege.staff.factor.actions.enrol import new_paper_codes, tell
from gege.staff.factor.checking import locked_factor, own_account
from gege.staff.factor.models import PaperCode, SecondFactor
from gege.trail.api import Signature


@transaction.atomic
def renew_paper_codes(*, by: Signature, now: datetime) -> tuple[str, ...]:
    """Return ten new codes for paper, shown once; the old ones count no more.

    The page before it asks for a code. Raises Refusal: `no_factor`.
    """
    factor = _in_force(own_account(by))
    made = new_paper_codes(factor)
    note(factor.account_id, "renew_paper_codes", by=by, now=now)
    return made


@transaction.atomic
def turn_off_factor(*, by: Signature, now: datetime) -> None:
    """End the own second factor. The page before it asks for a code. Raises Refusal: `no_factor`.

    Whether the person may be without one is asked at the next page that wants it.
    """
    factor = _in_force(own_account(by))
    _clear(factor)
    note(factor.account_id, "turn_off_second_factor", by=by, now=now)
    tell("account_factor_off", factor.account_id, now=now)


@transaction.atomic
def reset_factor(*, by: Actor, now: datetime, account_id: int, reason: str) -> None:
    """End a person's second factor because the device is lost; the person is told.

    Raises Refusal: `only_administrators`, `own_account`, `no_account`, `no_factor`,
    `reason_missing`.
    """
    authorise(by, now)
    if by.account_id == account_id:
        raise Refusal("own_account")
    if not reason.strip():
        raise Refusal("reason_missing", field="reason")
    locked_account(account_id)
    _clear(_in_force(account_id))
    note(account_id, "reset_second_factor", by=by, now=now, after={"reason": reason.strip()})
    tell("account_factor_reset", account_id, now=now, name=by.name, reason=reason.strip())


def _in_force(account_id: int) -> SecondFactor:
    factor = locked_factor(account_id)
    if factor is None or factor.confirmed_at is None:
        raise Refusal("no_factor")
    return factor


def _clear(factor: SecondFactor) -> None:
    PaperCode.objects.filter(factor=factor).delete()
    factor.secret, factor.confirmed_at = "", None
    factor.pending, factor.pending_at = "", None
    factor.failures, factor.shut_until = 0, None
    factor.save()
