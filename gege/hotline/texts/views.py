"""The doors of texts: the gateway's two, and the page for those who look after the line."""

import hmac
import logging
from typing import Any, Final
from urllib.parse import parse_qsl
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from gege.desk.api import Crumb, Turns, as_sheets
from gege.hotline.gates import address_of, comes_from
from gege.hotline.models import InboundText
from gege.hotline.names import CHANNELS, OUTCOMES, pictures_said, reason_said
from gege.hotline.rules.incoming import Malformed, read_incoming
from gege.hotline.texts.receive import PURPOSE, receive
from gege.kernel.typed_text import whole_number
from gege.notices.api import Unreadable, take_report, unseal
from gege.staff.access import ActorRequest, open_to, open_to_everyone
from gege.staff.api import Role
from gege.trail.api import note_access

_log: Final = logging.getLogger(__name__)
READERS: Final = (Role.COUNTY_SUPERVISOR, Role.COUNTY_DISPATCHER, Role.HOTLINE_OPERATOR)
PAGE: Final = 50
MOST_QUERY: Final = 40_000


@open_to_everyone
@never_cache
@require_GET
def incoming(request: HttpRequest) -> HttpResponse:
    """Take a text from the gateway. 200: it is kept; 4xx: it never will be; 5xx: give it again."""
    given = _given(request)
    if isinstance(given, HttpResponse):
        return given
    try:
        text = read_incoming(*(given.get(name, b"") for name in ("id", "from", "text", "charset")))
    except Malformed as error:
        _log.warning("a text was refused: %s", error)
        return _plain(str(error), 400)
    row = receive(text, now=timezone.now())
    return _plain(row.outcome)


@open_to_everyone
@never_cache
@require_GET
def report(request: HttpRequest) -> HttpResponse:
    """Take a delivery report from the gateway."""
    given = _given(request)
    if isinstance(given, HttpResponse):
        return given
    try:
        token = UUID(given.get("id", b"").decode("ascii"))
        kind = int(given.get("type", b"").decode("ascii"))
    except ValueError:
        _log.warning("a delivery report was refused: malformed")
        return _plain("malformed", 400)
    said = given.get("said", b"")[:200].decode("utf-8", "replace")
    if not take_report(token, kind, said, now=timezone.now()):
        # Answered like the others: the gateway should not give it again for ever.
        _log.warning("a delivery report names no delivery")
        return _plain("unknown")
    return _plain("taken")


class PurposeForm(forms.Form):
    """Why somebody reads a text."""

    purpose = forms.CharField(
        label=gettext_lazy("What do you need it for?"), min_length=2, max_length=200
    )


@open_to(*READERS, Role.ELECTRONIC_SUPERVISOR)
@require_safe
@as_sheets("texts", personal="telephone, words")
def listed(request: ActorRequest) -> HttpResponse:
    """Show what came in by text, the newest first."""
    after = request.GET.get("after", "")
    rows = InboundText.objects.order_by("-id")
    if (number := whole_number(after)) is not None:
        rows = rows.filter(id__lt=number)
    found = list(rows[: PAGE + 1])
    may_read = request.actor.role in READERS
    lines = [
        {
            "at": one.received_at,
            "who": one.shown,
            "staff": one.account_id is not None,
            "outcome": OUTCOMES.get(one.outcome, one.outcome),
            "number": one.number,
            "href": f"/matters/{one.number}" if one.number else "",
            "reason": reason_said(one.reason),
            "channel": CHANNELS.get(one.channel, one.channel),
            "pictures": pictures_said(one.pictures),
            "read": reverse("texts:read", args=[one.pk]) if may_read and one.sealed else "",
        }
        for one in found[:PAGE]
    ]
    key = str(found[PAGE - 1].pk) if len(found) > PAGE else ""
    turns = Turns(first=reverse("texts:list") if after else "", next=f"?after={key}" if key else "")
    return render(request, "hotline/texts.html", {"lines": lines, "turns": turns})


@open_to(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: ActorRequest, pk: int) -> HttpResponse:
    """Show one text to somebody who says why; the reading is written down."""
    row = get_object_or_404(InboundText, pk=pk)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "crumbs": [Crumb(_("Texts received"), reverse("texts:list"))],
    }
    if form.is_bound and form.is_valid():
        try:
            context["content"] = unseal(row.sealed, PURPOSE)
        except Unreadable:
            raise Http404 from None
        note_access(
            by=request.actor.signature(),
            now=timezone.now(),
            subject=f"text:{row.pk}",
            fields="sender, words",
            purpose=form.cleaned_data["purpose"],
        )
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "hotline/text.html", context, status=status)


def _given(request: HttpRequest) -> dict[str, bytes] | HttpResponse:
    """Return the raw fields of a gateway's request, or the refusal of anybody else's.

    Bytes, because the text is in the handset's own character set.
    """
    query = request.META.get("QUERY_STRING", "")
    if len(query) > MOST_QUERY:
        _log.warning("a request of %s bytes at the gateway's door was refused", len(query))
        return _plain("too long", 414)
    fields = (
        {
            name: value.encode("latin-1")
            for name, value in parse_qsl(
                query, keep_blank_values=True, encoding="latin-1", max_num_fields=20
            )
        }
        if query.count("&") < 20
        else {}
    )
    secret = settings.GEGE_SMS_SECRET.encode()
    if (
        not comes_from(request, settings.GEGE_SMS_ALLOW)
        or not secret
        or not hmac.compare_digest(fields.get("secret", b""), secret)
    ):
        _log.warning("a request at the gateway's door was refused: %s", address_of(request))
        return _plain("refused", 403)
    return fields


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
