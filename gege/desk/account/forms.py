"""What a person types about accounts and posts."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from gege.staff.api import Account, Refusal, is_login_name, login_spelling


class LogInForm(AuthenticationForm):
    """Log-in name and password. The name gets its one spelling before failures are counted."""

    error_messages = {  # noqa: RUF012 - Django's own attribute
        "invalid_login": _("The log-in name or the password is not right."),
        "inactive": _("The log-in name or the password is not right."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Log-in name")
        self.fields["password"].label = _("Password")

    def clean_username(self) -> str:
        return login_spelling(self.cleaned_data["username"])

    def clean(self) -> dict[str, Any]:
        """Authenticate; a text that can be no log-in name is answered as a wrong password."""
        name = self.cleaned_data.get("username")
        if name is not None and not is_login_name(name):
            raise self.get_invalid_login_error()
        return super().clean()


class PasswordForm(forms.Form):
    """The present password and a new one, twice."""

    current = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password again"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if cleaned and cleaned.get("new_password") != cleaned.get("again"):
            self.add_error("again", _("The two new passwords are not the same."))
        return cleaned


class AccountForm(forms.Form):
    """A new account."""

    login_name = forms.CharField(
        label=_("Log-in name"),
        max_length=32,
        help_text=_("2 to 32 of the characters a-z, 0-9, dot, hyphen, line. It never changes."),
    )
    display_name = forms.CharField(label=_("Name"), max_length=40)
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False)


class AmendForm(forms.Form):
    """What may be corrected of an account."""

    display_name = forms.CharField(label=_("Name"), max_length=40)
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False)


class DayInput(forms.DateInput):
    """A native calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PostForm(forms.Form):
    """A post: the unit, the first day and, if it is known, the last."""

    unit_label = _("Unit")

    valid_from = forms.DateField(label=_("First day"), widget=DayInput())
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DayInput(),
        help_text=_("Leave empty when the end is not known."),
    )
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = forms.TypedChoiceField(
            label=self.unit_label, coerce=int, choices=[("", "—"), *units]
        )
        self.fields = {"unit": unit, **self.fields}


class SubstituteForm(PostForm):
    """A substitute's grid and days, both ends stated."""

    unit_label = _("Grid")

    last_day = forms.DateField(label=_("Last day"), widget=DayInput())


class EndPostForm(forms.Form):
    """The last day of a post and why it ends."""

    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DayInput(),
        help_text=_("Leave empty to end the post at once."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class ReasonForm(forms.Form):
    """Why, in a line."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class WhyForm(forms.Form):
    """Why, in a line that must be given."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


def day_after(last_day: date | None) -> date | None:
    """Return the first day without a post: people name the last day, deeds take the day after."""
    return None if last_day is None else last_day + timedelta(days=1)


def show_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Put a deed's refusal at the field it belongs to, else at the top of the form."""
    aliases = {"valid_to": "last_day", "on": "last_day"}
    field = aliases.get(refusal.field, refusal.field)
    form.add_error(field if field in form.fields else None, refusal.text)


LANGUAGES = ((Account.ZH, "简体中文"), (Account.EN, "English"))
