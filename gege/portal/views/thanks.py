"""Thanks on the portal: give them for a place, read those of a community."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gege.matters import api as matters
from gege.portal import tokens
from gege.portal.actions.count import count
from gege.portal.actions.thank import thank_place
from gege.portal.errors import PortalError, TooOften
from gege.portal.names import PROBLEMS, sentence_of
from gege.portal.page_forms import ThankPlaceForm
from gege.portal.queries.places import COMMUNITY, GRID, living
from gege.portal.queries.thanks import public_thanks
from gege.portal.rules.guarding import THANKS, Wrong
from gege.portal.views.shared import now_of, page, spoken, today, too_often
from gege.staff.access import open_to_everyone


@open_to_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, place: str) -> HttpResponse:
    """Thank whoever looks after a grid, or a station."""
    now = now_of()
    setting = matters.setting(now)
    area = living(setting.atlas, place, today(now))
    if area is None or len(area.code) not in (COMMUNITY, GRID):
        raise Http404
    context = {
        "place": setting.atlas.label(area.code, spoken()),
        "community": place[:COMMUNITY],
        "token": tokens.new_token(now),
    }
    if request.method != "POST":
        return page(request, "thank", context | {"form": ThankPlaceForm(auto_id="f_%s")})
    try:
        count(THANKS, tokens.sender_of(request), now=now)
    except TooOften as refusal:
        return too_often(request, refusal)
    form = ThankPlaceForm(request.POST, auto_id="f_%s")
    token = tokens.read_token(request.POST.get("token", ""), now)
    if form.trapped or isinstance(token, Wrong):
        form.add_error(None, str(PROBLEMS[token if isinstance(token, Wrong) else Wrong.TOO_FAST]))
    elif form.is_valid():
        try:
            thank_place(
                area.code,
                form.cleaned_data["words"],
                receipt_key=token.receipt_key,
                atlas=setting.atlas,
                now=now,
            )
        except PortalError as error:
            form.add_error("words" if error.field else None, sentence_of(error))
        else:
            messages.success(request, _("Thank you. Whoever is meant will read it."))
            return redirect("portal:who", place[:COMMUNITY])
    if isinstance(token, tokens.FormToken):
        context["token"] = request.POST["token"]
    return page(request, "thank", context | {"form": form}, status=422)


@open_to_everyone
@require_safe
def listed(request: HttpRequest, place: str) -> HttpResponse:
    """The thanks of a community, as far as everybody may read them."""
    now = now_of()
    setting = matters.setting(now)
    area = living(setting.atlas, place, today(now))
    if area is None or len(area.code) != COMMUNITY:
        raise Http404
    found = public_thanks(area.code, request.GET.get("after", ""))
    context = {
        "place": area.code,
        "name": area.name(spoken()),
        "rows": [(one, setting.atlas.label(one.area_code, spoken())) for one in found.rows],
        "older": found.next_key,
    }
    return page(request, "thanks", context)
