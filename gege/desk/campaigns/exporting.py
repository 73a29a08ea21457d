"""Taking the answers of a campaign out, as a spreadsheet or as CSV, for a stated purpose."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gege.desk.api import Choice
from gege.desk.campaigns.reading import Opened, opened
from gege.desk.campaigns.tables import Tables, as_csv, as_workbook
from gege.desk.fieldwork.addresses import Address
from gege.desk.fieldwork.refused import SaidOn
from gege.desk.sheets import TYPE
from gege.fieldwork.api import EXPORTERS, Exported, export_entries
from gege.staff.access import ActorRequest, open_to

FORM = ["GET", "HEAD", "POST"]


class ExportForm(forms.Form):
    """What for, of where, and how."""

    purpose = forms.CharField(
        label=gettext_lazy("What for"),
        max_length=120,
        min_length=2,
        help_text=gettext_lazy(
            "The file holds what residents said. Your name, the time and the purpose are written "
            "into the access log and the trail."
        ),
    )
    place = forms.ChoiceField(label=gettext_lazy("Place"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("File"),
        choices=[
            ("xlsx", gettext_lazy("Spreadsheet (.xlsx), answers in words")),
            ("csv", gettext_lazy("CSV, answers as the form stores them")),
        ],
        initial="xlsx",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, places: list[Choice], **kw: Any) -> None:
        super().__init__(*args, **kw)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("all places")), *((one.value, one.label) for one in places)]


@open_to(*sorted(EXPORTERS))
@never_cache
@require_http_methods(FORM)
def export(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Ask what for, write it down, and give the file."""
    one = opened(request, uid)
    places = Address({}, request.actor, one.atlas).areas(one.language)
    form = ExportForm(request.POST if request.method == "POST" else None, places=places)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            given = form.cleaned_data
            found = export_entries(
                uid,
                purpose=given["purpose"],
                place=given["place"],
                by=request.actor,
                now=timezone.now(),
            )
            return _file(one, found, given["kind"])
    context = {
        "title": _("Export"),
        "submit": _("Export"),
        "form": form,
        "back": one.href(),
        "one": one,
        "wide": True,
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/campaigns/deed.html", context, status=status)


def _file(one: Opened, found: Exported, kind: str) -> HttpResponse:
    tables = Tables(found, one.atlas, one.language, in_words=kind == "xlsx")
    name = f"collection-{one.campaign.pk}-{timezone.localtime():%Y-%m-%d-%H%M}"
    if kind == "xlsx":
        data, media_type, ending = as_workbook(tables), TYPE, "xlsx"
    else:
        data, media_type, ending = as_csv(tables)
    answer = HttpResponse(data, content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    answer.headers["Cache-Control"] = "no-store, private"
    return answer
