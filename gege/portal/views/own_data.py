"""One's own data: what the registers keep, who read it, and saying that something is wrong."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gege.portal import tokens
from gege.portal.actions.count import count
from gege.portal.errors import TooOften
from gege.portal.rules.codes import typed_code
from gege.portal.rules.guarding import LOOKING, ONE_NUMBER
from gege.portal.views.shared import now_of, page, spoken, too_often
from gege.registers.api import (
    Invalid,
    NotFound,
    RightsRequest,
    ask_to_correct,
    names,
    open_own_data,
    own_data,
    sentence_of,
)
from gege.staff.access import open_to_everyone
from gege.territory.api import read_editions


class OwnDataForm(forms.Form):
    """The number and the code that the community gave."""

    number = forms.CharField(label=gettext_lazy("Number on the slip"), max_length=16)
    code = forms.CharField(
        label=gettext_lazy("Code on the slip"), max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


class WrongForm(OwnDataForm):
    """What is wrong, sent with number and code again: the browser keeps nothing."""

    words = forms.CharField(
        label=gettext_lazy("What is wrong, and what would be right"),
        max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


@open_to_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """Ask for number and code, and show the own data on the answer; nothing stays behind."""
    if request.method != "POST":
        return page(request, "own_data_ask", {"form": OwnDataForm(auto_id="o_%s")})
    says = "words" in request.POST
    form = (WrongForm if says else OwnDataForm)(request.POST, auto_id="o_%s")
    now = now_of()
    number = request.POST.get("number", "")[:16]
    try:
        count(LOOKING, tokens.sender_of(request), now=now)
        count(ONE_NUMBER, f"own {number}", now=now)
    except TooOften as refusal:
        return too_often(request, refusal)
    code = typed_code(request.POST.get("code", "")[:30])
    try:
        if code is None:
            raise NotFound
        asked = open_own_data(number, code, now=now)
    except NotFound:
        ask = OwnDataForm(request.POST, auto_id="o_%s")
        ask.add_error(None, _("Number and code do not fit together, or their time is over."))
        return page(request, "own_data_ask", {"form": ask}, status=422)
    said = _say(asked, form, now) if says else ""
    return _shown(request, asked, code, form if says and not said else None, said, now)


def _say(asked: RightsRequest, form: forms.Form, now: datetime) -> str:
    """Send what is wrong to the community; return its number, nothing when it could not be."""
    if not form.is_valid():
        return ""
    try:
        return ask_to_correct(asked, form.cleaned_data["words"], now=now).number
    except Invalid as refused:
        form.add_error("words", sentence_of(refused))
        return ""


def _shown(
    request: HttpRequest,
    asked: RightsRequest,
    code: str,
    form: forms.Form | None,
    said: str,
    now: datetime,
) -> HttpResponse:
    data = own_data(asked, now=now, editions=read_editions(), language=spoken())
    context: dict[str, Any] = {
        "data": data,
        "sides": names.SIDES,
        "records": [
            (record, [(field, names.SIDES.get(field.side, "")) for field in record.fields])
            for record in data.records
        ],
        "requests": [(one, names.RIGHTS.get(one.kind, one.kind)) for one in data.requests],
        "number": asked.number,
        "code": code,
        "form": form,
        "said": said,
    }
    status = 422 if form is not None and form.errors else 200
    return page(request, "own_data", context, status=status)
