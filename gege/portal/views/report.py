"""Reporting: where it is, what it is, and the receipt with number and code."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gege.kernel.coordinates import Point
from gege.matters import api as matters
from gege.matters.api import Setting, words
from gege.portal import tokens
from gege.portal.actions.count import count
from gege.portal.actions.submit import Receipt, submit
from gege.portal.errors import TooOften
from gege.portal.forms import ReportForm
from gege.portal.names import PROBLEMS, sentence_of_matter
from gege.portal.queries.places import COMMUNITY, GRID, below, living
from gege.portal.queries.places_map import known_point, sheet
from gege.portal.rules.codes import spelled
from gege.portal.rules.guarding import Bound, Wrong
from gege.portal.rules.map_drawing import SIZES
from gege.portal.views.shared import now_of, page, spoken, today, too_often
from gege.staff.access import open_to_everyone

SOMEWHERE = "somewhere"
_FIELD_OF = {"file": "photos", "description": "words", "title": "words", "anonymous": "name"}


@open_to_everyone
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Let the resident choose a township, then a community; `?in=` is the township."""
    setting = matters.setting(now_of())
    return page(request, "places", chooser(request, setting, "portal:report"))


def chooser(request: HttpRequest, setting: Setting, leads_to: str) -> dict[str, object]:
    """Return what the pages show on which a place is chosen step by step."""
    on, language = today(setting.now), spoken()
    code = request.GET.get("in", "")
    town = living(setting.atlas, code, on) if code else None
    if code and (town is None or len(town.code) == GRID):
        raise Http404
    rows = below(setting.atlas, code, language, on)
    return {
        "town": town.name(language) if town else "",
        "code": code,
        "leads_to": leads_to,
        "choices": [
            (one.name, reverse(leads_to, args=[one.code]) if town else f"?in={one.code}")
            for one in rows
        ],
    }


@open_to_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, place: str, *, channel: str = words.Channel.WEB) -> HttpResponse:
    """Show the form for a community, a grid or a place not known; POST reports."""
    now = now_of()
    setting = matters.setting(now)
    where = Where(setting, place)
    if request.method != "POST":
        form = where.form(initial=where.near(request.GET.get("point", "")))
        return form_page(request, where, form, tokens.new_token(now))
    try:
        # Counted before anything is looked at: what is refused costs its sender as much.
        sender = tokens.sender_of(request)
        count(Bound("report", settings.GEGE_PORTAL_REPORTS), sender, now=now)
        count(Bound("reports", settings.GEGE_PORTAL_REPORTS_ALL), "everybody", now=now)
    except TooOften as refusal:
        return too_often(request, refusal)
    return _send(request, where, channel, now)


@open_to_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def scanned(request: HttpRequest, place: str) -> HttpResponse:
    """The same form, opened by the QR code of a station or a grid."""
    return report(request, place, channel=words.Channel.QR_CODE)


@open_to_everyone
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Show number and code to the browser that has just reported."""
    found = tokens.receipt(request, now_of())
    if found is None:
        return redirect("portal:follow")
    number, code = found
    return page(request, "receipt", {"number": number, "code": spelled(code)})


class Where:
    """The place that a form is for."""

    def __init__(self, setting: Setting, place: str) -> None:
        self.setting = setting
        self.place = place
        language, on = spoken(), today(setting.now)
        area = None if place == SOMEWHERE else living(setting.atlas, place, on)
        if place != SOMEWHERE and (area is None or len(area.code) not in (COMMUNITY, GRID)):
            raise Http404
        self.grid = area.code if area and len(area.code) == GRID else ""
        self.community = area.code[:COMMUNITY] if area else ""
        self.label = setting.atlas.label(area.code, language) if area else ""
        self.grids = (
            below(setting.atlas, area.code, language, on)
            if area and len(area.code) == COMMUNITY
            else []
        )

    def form(self, *given: object, **more: object) -> ReportForm:
        return ReportForm(
            *given, book=self.setting.book, grids=self.grids, needs_place=not self.grid, **more
        )

    def near(self, uid: str) -> dict[str, object]:
        """Return the first entries of a form that was opened for a place everybody knows."""
        on = today(self.setting.now)
        spot = known_point(self.setting.atlas, self.grid, uid, on) if self.grid and uid else None
        if spot is None:
            return {}
        first: dict[str, object] = {"address": spot.address or spot.name}
        return first | ({"lng": spot.at.lng, "lat": spot.at.lat} if spot.at else {})

    def drawing(self, form: ReportForm) -> SafeString:
        """Return the picture of the community with the place that was chosen, "" without one."""
        try:
            point = Point(float(form["lng"].value()), float(form["lat"].value()))
        except (TypeError, ValueError):
            return SafeString("")
        if not self.grid:
            return SafeString("")
        found = sheet(self.setting, self.community, spoken(), today(self.setting.now), SIZES[0])
        svg = found.svg(_("The place that you chose"), point)
        return mark_safe(svg)  # noqa: S308 - drawn of numbers, and of names that are escaped

    @property
    def words(self) -> str:
        """The community in words, for an address whose grid is not known."""
        return self.setting.atlas.label(self.community) if self.community else ""


def _send(request: HttpRequest, where: Where, channel: str, now: datetime) -> HttpResponse:
    form = where.form(request.POST, request.FILES)
    token = tokens.read_token(request.POST.get("token", ""), now)
    if form.trapped:
        # It learns nothing: the same page as for everybody who is asked to look again.
        form.add_error(None, str(PROBLEMS[Wrong.TOO_FAST]))
    elif isinstance(token, Wrong):
        form.add_error(None, str(PROBLEMS[token]))
    elif form.is_valid():
        done = _submitted(form, where, channel, token, now)
        if done is not None:
            return _receipt(done, now)
    kept = request.POST.get("token", "") if isinstance(token, tokens.FormToken) else ""
    fresh = kept or tokens.new_token(now)
    return form_page(request, where, form, fresh, status=422)


def _submitted(
    form: ReportForm, where: Where, channel: str, token: tokens.FormToken, now: datetime
) -> Receipt | None:
    try:
        return submit(
            form.entry(channel, where.words, where.grid),
            community=where.community,
            photos=form.cleaned_data["photos"],
            receipt_key=token.receipt_key,
            secret=token.secret,
            now=now,
            where=where.setting,
        )
    except matters.Invalid as error:
        field = _FIELD_OF.get(error.field, error.field)
        form.add_error(field if field in form.fields else None, sentence_of_matter(error))
    except matters.MatterError as error:
        form.add_error(None, sentence_of_matter(error))
    return None


def _receipt(done: Receipt, now: datetime) -> HttpResponse:
    response = redirect("portal:receipt")
    tokens.put_receipt(response, done.number, done.code, now)
    tokens.put_own(response, done.ticket.uid, now)
    return response


def form_page(
    request: HttpRequest,
    where: Where,
    form: ReportForm,
    token: str,
    *,
    status: int = 200,
    action: str = "",
) -> HttpResponse:
    """Draw the form; `action` is where it goes when that is not its own page."""
    context = {
        "action": action,
        "drawing": where.drawing(form),
        "form": form,
        "token": token,
        "place": where.label,
        "community": where.community,
        "lost_photos": bool(request.FILES),
        "megabytes": settings.GEGE_UPLOAD_BYTES // (1024 * 1024),
        "title": _("Tell us about it"),
    }
    return page(request, "report", context, status=status)
