"""Why a deed on people was refused, in words for the person who asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_TEXTS: Final = {
    "only_administrators": _("Only an administrator may do this."),
    "post_ended": _("Your own post has ended; log in again."),
    "own_posts": _("Nobody changes their own posts; ask another administrator."),
    "own_account": _("Nobody does this to their own account; ask another administrator."),
    "last_administrator": _("This is the last administrator. Appoint another administrator first."),
    "no_account": _("There is no such account."),
    "no_post": _("There is no such post."),
    "no_unit": _("There is no such unit."),
    "inactive": _("This account is deactivated. Activate it first."),
    "already_active": _("This account is active already."),
    "already_inactive": _("This account is deactivated already."),
    "login_name_form": _("A log-in name is 2 to 32 of the characters a-z, 0-9, dot, hyphen, line."),
    "login_name_taken": _("The log-in name %(login_name)s is in use already."),
    "display_name_missing": _("Enter the person's name."),
    "unknown_role": _("There is no such role."),
    "role_misplaced": _("The role %(role)s does not belong in the unit %(unit)s."),
    "unit_not_in_force": _("The unit %(unit)s is not in force on these days."),
    "starts_in_the_past": _("A post cannot start before today."),
    "ends_before_start": _("A post ends after it starts."),
    "cover_without_end": _("A substitute needs a last day."),
    "cover_too_long": _("A substitute stands in for at most %(days)s days."),
    "ends_in_the_past": _("A post cannot end before today."),
    "already_ended": _("This post ends on %(day)s already."),
    "same_post": _("This person holds this post already in these days."),
    "grid_taken": _("The grid %(unit)s already has a responsible worker in these days: %(name)s."),
    "cover_taken": _("The grid %(unit)s already has a substitute in these days: %(name)s."),
    "own_cover": _("The responsible worker cannot be their own substitute."),
    "wrong_password": _("The present password is not right."),
    "same_password": _("The new password must differ from the present one."),
    "weak_password": _("The password is too easy."),
    "login_name_twice": _("This log-in name stands in the list already: %(first)s."),
    "name_form": _("A name has 1 to %(most)s printable characters."),
    "phone_form": _("A telephone number has at most %(most)s characters."),
    "day_form": _("Write the day as 2026-12-01."),
    "not_a_workbook": _("This is no Excel workbook (.xlsx) that can be read."),
    "too_many_people": _("One list holds at most %(most)s people; divide it."),
    "no_factor": _("No second factor is set up for this account."),
    "not_begun": _("The time to set up the device has run out; begin again."),
    "wrong_code": _("The code is not right."),
    "code_used": _("This code was used already; wait for the next one."),
    "code_wanted": _("Give a code of the present device first."),
    "factor_shut": _("Too many wrong codes: try again after %(until)s."),
    "keys_away": _("Second factors cannot be checked now; tell the administrator."),
    "no_wall": _("There is no such wall screen."),
    "wall_over": _("This wall screen is over already."),
    "reason_missing": _("Give a reason."),
    "unknown_language": _("There is no such language."),
}


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """A deed that was not done. `code` names the reason, `field` the form field it belongs to.

    `reasons` are further sentences (what is wrong with a password).
    """

    def __init__(
        self, code: str, *, field: str = "", reasons: Sequence[str] = (), **names: Any
    ) -> None:
        self.code = code
        self.field = field
        self.reasons = tuple(reasons)
        self.names = names
        super().__init__(code)

    @property
    def text(self) -> str:
        """The refusal in the active language."""
        sentence = str(_TEXTS[self.code])
        names = {name: _shown(value) for name, value in self.names.items()}
        return " ".join([sentence % names if names else sentence, *self.reasons])

    def __str__(self) -> str:
        return self.text


def _shown(value: Any) -> Any:
    """Return a moment as it stands on the county's clock; other values as they are."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value


def refusal_codes() -> tuple[str, ...]:
    """Return every code a refusal can carry."""
    return tuple(_TEXTS)
