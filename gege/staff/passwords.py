"""One-time passwords and the check of chosen ones."""

import secrets
from typing import Final

from django.contrib.auth.password_validation import (
    UserAttributeSimilarityValidator,
    validate_password,
)
from django.core.exceptions import ValidationError

from gege.staff.errors import Refusal
from gege.staff.models import Account

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""No i, l, o, 0, 1: the password is read out or copied by hand once."""
_NOT_LIKE: Final = UserAttributeSimilarityValidator(("login_name", "display_name", "phone"))
_GROUPS, _GROUP_LENGTH = 4, 4


def one_time_password() -> str:
    """Return 16 random letters in groups of four, about 79 bits."""
    groups = (
        "".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    )
    return "-".join(groups)


def check_password_rules(password: str, account: Account) -> None:
    """Raise Refusal with each rule that a chosen password breaks."""
    reasons: list[str] = []
    for check in (validate_password, _NOT_LIKE.validate):
        try:
            check(password, account)
        except ValidationError as problem:
            reasons += [str(message) for message in problem.messages]
    if reasons:
        raise Refusal("weak_password", field="new_password", reasons=reasons)
