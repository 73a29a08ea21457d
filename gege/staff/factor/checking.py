"""Looking at a code: which counts, which was used, and what a wrong one costs."""

from dataclasses import dataclass
from datetime import datetime

from gege.staff.errors import Refusal
from gege.staff.factor.models import PaperCode, SecondFactor
from gege.staff.factor.rules import codes
from gege.staff.factor.rules.waits import wait_after
from gege.staff.factor.secrets import SECRET, opened_secret
from gege.trail.api import Signature


@dataclass(frozen=True, slots=True)
class Given:
    """A code that was taken. `on_paper`: it was one of those on paper, and `left` remain."""

    on_paper: bool
    left: int = 0


def locked_factor(account_id: int) -> SecondFactor | None:
    """Return the row of an account, locked until the deed is done; None when there is none."""
    return SecondFactor.objects.select_for_update().filter(account_id=account_id).first()


def looked_at(factor: SecondFactor, code: str, now: datetime) -> Given | Refusal:
    """Take a code or count it as wrong; the row is locked by the caller and saved here.

    The refusal is returned, not raised: what was counted must stay when the deed is refused.
    `factor_shut`, `code_used`, `wrong_code`.
    """
    if factor.shut_until is not None and now < factor.shut_until:
        return Refusal("factor_shut", field="code", until=factor.shut_until)
    plain = codes.typed(code)
    given = _on_paper(factor, plain, now) if codes.is_paper_code(plain) else None
    if given is None:
        step = codes.matching_step(
            opened_secret(factor.secret, factor.uid, SECRET), plain, now.timestamp()
        )
        if step is not None and step <= factor.last_step:
            return Refusal("code_used", field="code")
        if step is not None:
            factor.last_step = step
            given = Given(on_paper=False)
    if given is None:
        return _counted(factor, now)
    factor.failures, factor.shut_until = 0, None
    factor.save(update_fields=["failures", "shut_until", "last_step"])
    return given


def own_account(by: Signature) -> int:
    """Return the account that signs. Raises Refusal: `no_account`."""
    if by.account_id is None:
        raise Refusal("no_account")
    return by.account_id


def _on_paper(factor: SecondFactor, plain: str, now: datetime) -> Given | None:
    unused = PaperCode.objects.filter(factor=factor, used_at=None)
    if unused.filter(digest=codes.digest_of(plain)).update(used_at=now) == 0:
        return None
    return Given(on_paper=True, left=unused.count())


def _counted(factor: SecondFactor, now: datetime) -> Refusal:
    factor.failures += 1
    wait = wait_after(factor.failures)
    factor.shut_until = None if wait is None else now + wait
    factor.save(update_fields=["failures", "shut_until"])
    if factor.shut_until is not None:
        return Refusal("factor_shut", field="code", until=factor.shut_until)
    return Refusal("wrong_code", field="code")
