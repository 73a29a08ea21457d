"""Pages of rules that are published as editions: what their forms, lists and pages share.

Every edition model has `number`, `document`, `note`, `published_at` and `published_by`
(`gege.trail.publishing`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gege.desk.parts import Crumb
from gege.staff.access import ActorRequest
from gege.staff.api import Actor, Role
from gege.trail.api import NotPublished

MOST: Final = 50
Line = tuple[str, Any, bool]
"""A rule as its page shows it: label, value, whether it is the default."""


class EditionForm(forms.Form):
    """All rules at once, then why they are changed. Subclasses add the rules' own entries."""

    note = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        min_length=2,
        help_text=gettext_lazy("It stands in the list of editions for good."),
    )
    based_on = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, number: int, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial={"based_on": number, **initial})
        last = {name: self.fields.pop(name) for name in ("note", "based_on")}
        self.add_rules()
        self.fields |= last

    def add_rules(self) -> None:
        """Add an entry for each rule, in the order of the page."""
        raise NotImplementedError

    def rules(self) -> Any:
        """Return the rules that checked entries make."""
        raise NotImplementedError

    def published(
        self,
        request: ActorRequest,
        deed: Callable[..., int],
        *,
        said: str,
        refusals: Mapping[str, str | Promise],
        home: str,
    ) -> HttpResponse | None:
        """Publish what was sent, say so on the page `home`: the answer to the request.

        None where nothing was sent, or it is refused; the refusal then stands on the form.
        """
        if not (self.is_bound and self.is_valid()):
            return None
        given = self.cleaned_data
        try:
            number = deed(
                self.rules(),
                note=given["note"],
                based_on=given["based_on"],
                by=request.actor.signature(),
                now=timezone.now(),
            )
        except NotPublished as error:
            field = error.field if error.field in self.fields else None
            self.add_error(field, str(refusals.get(error.word, error.word)))
            return None
        messages.success(request, said % {"number": number})
        return redirect(home)


def whole(label: str | Promise, bounds: tuple[int, int], hint: str | Promise = "") -> forms.Field:
    """Return the entry of a whole number; its hint are its bounds where there is no other."""
    least, most = bounds
    said = _("%(least)s to %(most)s") % {"least": least, "most": most}
    return forms.IntegerField(
        label=str(label), min_value=least, max_value=most, help_text=str(hint) or said
    )


def newest(model: type[Model], most: int = MOST) -> list[Any]:
    """Return the last editions, the newest first."""
    return list(model._default_manager.order_by("-number")[:most])


def number_in_force(model: type[Model]) -> int:
    """Return the number of the newest edition, 0 while none was published."""
    return next((one.number for one in newest(model, 1)), 0)


def in_force(model: type[Model], lines: Sequence[Line], by: Actor) -> dict[str, Any]:
    """Return what the page of the rules in force shows."""
    editions = newest(model)
    return {
        "lines": lines,
        "edition": editions[0] if editions else None,
        "editions": editions,
        "may_edit": by.role is Role.ADMINISTRATOR,
    }


def one_edition(
    model: type[Model],
    number: int,
    lines_of: Callable[[Mapping[str, Any]], Sequence[Line]],
    crumb: Crumb,
) -> dict[str, Any]:
    """Return what the page of one edition shows: its rules, and what it changed."""
    row: Any = get_object_or_404(model, number=number)
    before: Any = model._default_manager.filter(number__lt=number).order_by("-number").first()
    now, old = lines_of(row.document), lines_of(before.document if before else {})
    return {
        "lines": now,
        "changes": [(b[0], a[1], b[1]) for a, b in zip(old, now, strict=True) if a[1] != b[1]],
        "edition": row,
        "old": True,
        "crumbs": [crumb],
    }
