"""Give a code, to open what asks for one."""

from datetime import datetime

from django.db import transaction

from gege.staff.authority import note
from gege.staff.errors import Refusal
from gege.staff.factor.actions.enrol import tell
from gege.staff.factor.checking import Given, locked_factor, looked_at, own_account
from gege.trail.api import Signature


def give_code(*, by: Signature, now: datetime, code: str) -> Given:
    """Take a code of the own device, or one from paper, once. Wrong ones are counted and stay so.

    Raises Refusal: `no_factor`, `factor_shut`, `code_used`, `wrong_code`, `keys_away`.
    """
    answer = _looked_at(by, now, code)
    if isinstance(answer, Refusal):
        raise answer
    return answer


@transaction.atomic
def _looked_at(by: Signature, now: datetime, code: str) -> Given | Refusal:
    account_id = own_account(by)
    factor = locked_factor(account_id)
    if factor is None or factor.confirmed_at is None:
        return Refusal("no_factor")
    before = factor.shut_until
    answer = looked_at(factor, code, now)
    if isinstance(answer, Given):
        how = {"on_paper": answer.on_paper, "left": answer.left} if answer.on_paper else {}
        note(account_id, "give_second_factor", by=by, now=now, after=how)
        if answer.on_paper:
            tell("account_paper_code", account_id, now=now, left=str(answer.left))
    elif factor.shut_until != before:
        after = {"failures": factor.failures, "until": factor.shut_until}
        note(account_id, "shut_second_factor", by=by, now=now, after=after)
    return answer
