"""Merging a duplicate: the likely ones nearby to choose from, any other by its number."""

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gege.desk.matter.forms.base import MoveForm
from gege.desk.matter.suggesting import told, why_in_words
from gege.matters import api as matters
from gege.matters.api import Matter, Move, words
from gege.staff.api import Actor

LOOK_BACK: Final = timedelta(days=30)
MOST: Final = 8
OTHER: Final = "other"
_COMMUNITY: Final = 12


class MergeForm(MoveForm):
    move = Move.MERGE
    intro = _("This matter ends and follows the other one. Every reporter keeps an own callback.")
    ask = _("Merge this matter into the other one? It cannot be taken apart again.")

    near = forms.ChoiceField(label=_("The other matter"), widget=forms.RadioSelect, required=False)
    parent = forms.CharField(
        label=_("Number"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def prepare(self) -> None:
        rows = candidates(self.matter, self.page.by, self.opened.now)
        found = [(one.number, _told(one, why)) for one, why in rows]
        if found:
            self.pick("near", [*found, (OTHER, gettext("Another one, by its number"))], only=False)
            if self.initial.get("near") not in dict(found):
                self.initial.pop("near", None)
        else:
            del self.fields["near"]
            self.fields["parent"].required = True
            self.hint("parent", gettext("No open matter of this kind was reported nearby lately."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        near = cleaned.get("near", "")
        if near and near != OTHER:
            cleaned["parent"] = near
        elif "parent" not in self.errors and not cleaned.get("parent"):
            self.add_error("parent", gettext("Please give the number of the other matter."))
        return cleaned

    def act(self, by: Actor, now: datetime) -> None:
        matters.merge(
            self.matter.number,
            parent=self.cleaned_data["parent"],
            by=by,
            now=now,
            seen=self.cleaned_data["seen"],
        )


def candidates(matter: Matter, by: Actor, now: datetime) -> list[tuple[Matter, str]]:
    """Return open matters that may be the same, each with its reasons; two queries.

    First those near in place, time and words; then those of the kind in the community.
    """
    near = matters.near_matters(
        matters.seen_of(matter), by=by, now=now, without=matter.pk, most=MOST
    )
    found = {
        one.matter.pk: (
            one.matter,
            why_in_words(one.why, earlier=one.matter.reported_at <= matter.reported_at),
        )
        for one in near
    }
    for one in _of_the_kind(matter, by, now):
        found.setdefault(one.pk, (one, ""))
    return list(found.values())[:MOST]


def _of_the_kind(matter: Matter, by: Actor, now: datetime) -> list[Matter]:
    """Return open matters of the same kind that lie near and were reported lately; one query."""
    near = Q(area_code=matter.area_code)
    if len(matter.area_code) >= _COMMUNITY:
        near = Q(community_code=matter.area_code[:_COMMUNITY])
    rows = (
        matters.visible(by)
        .filter(near, kind=matter.kind, reported_at__gte=now - LOOK_BACK)
        .exclude(pk=matter.pk)
        .exclude(state__in=sorted(words.ENDED))
        .defer("search")
    )
    return list(rows.order_by("-id")[:MOST])


def _told(one: Matter, why: str) -> str:
    return format_html(
        '<span>{} <br><span class="soft small">{}{}</span></span>',
        one.title,
        told(one),
        format_html("<br>{}", why) if why else "",
    )
