"""The pages of the register and of requests: lists, one camera, one request."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gege.desk.cameras import shown
from gege.desk.group.shown import papers_of
from gege.desk.orders.shown import plain
from gege.desk.parts import Chip, Choice, Deed, Turns
from gege.desk.taking_out.pages import as_sheets
from gege.kernel.typed_text import cleaned
from gege.staff.access import ActorRequest, open_to
from gege.supervision import api as supervision
from gege.supervision.api import (
    CAMERA_READERS,
    VIEW_READERS,
    CameraDeed,
    CameraState,
    NotFound,
    Purpose,
    ViewBox,
    ViewDeed,
    camera_names,
)
from gege.supervision.api import names as words
from gege.territory.api import load_atlas

LATEST: Final = 10


@open_to(*CAMERA_READERS)
@never_cache
@require_safe
@as_sheets("cameras")
def listed(request: ActorRequest) -> HttpResponse:
    """List the cameras that a person may know of."""
    asked = request.GET
    purpose = asked.get("purpose", "") if asked.get("purpose") in list(Purpose) else ""
    state = asked.get("state", "") if asked.get("state") in list(CameraState) else ""
    text = cleaned(asked.get("q", "")[:40], lines=False)
    rows = supervision.camera_list(request.actor, purpose=purpose, state=state, text=text)
    after = asked.get("after", "")
    found, more = supervision.page_of_cameras(rows, after=after)
    atlas = load_atlas()
    kept = urlencode({"purpose": purpose, "state": state, "q": text})
    context = {
        "tabs": tabs(request, "cameras:list"),
        "rows": [shown.line_of(one, atlas) for one in found],
        "chips": _chips(purpose, state, text),
        "turns": Turns(
            first=f"?{kept}" if after else "", next=f"?{kept}&after={more}" if more else ""
        ),
        "may_keep": _keeps(request),
    }
    return render(request, "desk/cameras/list.html", context)


@open_to(*CAMERA_READERS)
@never_cache
@require_safe
def camera(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show a line of the register with its sign, and the requests about it that one may read."""
    now, by, atlas = timezone.now(), request.actor, load_atlas()
    try:
        page = supervision.camera_page(uid, by=by)
    except NotFound:
        raise Http404 from None
    one = page.camera
    about = supervision.view_list(by, box=ViewBox.ALL, camera=one)
    requests, _more = supervision.page_of_views(about, size=LATEST)
    deeds = [_camera_button(uid, deed) for deed in page.deeds]
    if supervision.may_ask_to_view(str(by.role)) and one.state != CameraState.REMOVED:
        label = words.name_of(camera_names.VIEW_DEEDS, ViewDeed.ASK)
        deeds.insert(0, Deed(label, f"{reverse('cameras:ask')}?camera={uid}"))
    context = {
        "camera": one,
        "state": words.name_of(camera_names.CAMERA_STATES, one.state),
        "facts": shown.facts_of(one, atlas, by),
        "papers": papers_of("camera", uid, page.files),
        "requests": shown.asked(requests, supervision.cameras_asked(requests), atlas, now),
        "few_days": one.retention_days < page.rules.retention_least,
        "first": deeds[0] if deeds else None,
        "others": deeds[1:],
        "now": now,
    }
    return render(request, "desk/cameras/camera.html", context)


@open_to(*VIEW_READERS)
@never_cache
@require_safe
@as_sheets("views", personal="who asked, reason")
def requests(request: ActorRequest) -> HttpResponse:
    """List the requests to view that a person may read, the newest first."""
    now, atlas = timezone.now(), load_atlas()
    box = request.GET.get("box", "open")
    box = box if box in list(ViewBox) else "open"
    rows = supervision.view_list(request.actor, box=ViewBox(box))
    after = request.GET.get("after", "")
    found, more = supervision.page_of_views(rows, after=after)
    kept = urlencode({"box": box})
    context = {
        "tabs": tabs(request, "cameras:views"),
        "rows": shown.asked(found, supervision.cameras_asked(found), atlas, now),
        "chips": [_boxes(box)],
        "turns": Turns(
            first=f"?{kept}" if after else "", next=f"?{kept}&after={more}" if more else ""
        ),
        "now": now,
    }
    return render(request, "desk/cameras/views.html", context)


@open_to(*VIEW_READERS)
@never_cache
@require_safe
def request(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show a request: why, which cameras, the decision, and each viewing."""
    now, by, atlas = timezone.now(), request.actor, load_atlas()
    try:
        page = supervision.view_page(uid, by=by, now=now)
    except NotFound:
        raise Http404 from None
    one = page.request
    deeds = [
        Deed(
            words.name_of(camera_names.VIEW_DEEDS, deed),
            reverse("cameras:decide", args=[uid, str(deed)]),
            grave=deed is ViewDeed.REVOKE,
        )
        for deed in page.deeds
    ]
    known = set(
        supervision.visible_cameras(by)
        .filter(pk__in=[camera.pk for camera in page.cameras])
        .values_list("pk", flat=True)
    )
    context = {
        "asked": one,
        "state": shown.state_of(one, now),
        "holds": one.holds(now),
        "words": plain(one.words, by),
        "facts": shown.facts_of_view(page, atlas, by),
        "cameras": [(camera, camera.pk in known) for camera in page.cameras],
        "matter": page.matter,
        "steps": shown.steps_of(page, atlas, by),
        # What is grave is never the filled button.
        "first": deeds[0] if deeds and not deeds[0].grave else None,
        "others": deeds if deeds and deeds[0].grave else deeds[1:],
        "now": now,
    }
    return render(request, "desk/cameras/view.html", context)


def tabs(request: ActorRequest, here: str) -> list[tuple[str, str, bool]]:
    """Return the register and the requests as tabs."""
    found = [(_("Cameras"), "cameras:list")]
    if request.actor.role in VIEW_READERS:
        found.append((_("Requests to view"), "cameras:views"))
    return [(label, reverse(name), name == here) for label, name in found]


def _keeps(request: ActorRequest) -> bool:
    by, rules = request.actor, supervision.current_order_rules()
    return supervision.keeper_of(by, rules, owner_id=by.unit_id).keeps


def _camera_button(uid: UUID, deed: CameraDeed) -> Deed:
    return Deed(
        words.name_of(camera_names.CAMERA_DEEDS, deed),
        reverse("cameras:do", args=[uid, str(deed)]),
        grave=deed is CameraDeed.REMOVE,
    )


def _chips(purpose: str, state: str, text: str) -> list[Chip]:
    purposes = [Choice("", _("any purpose"))]
    purposes += [Choice(str(word), name) for word, name in camera_names.PURPOSES.items()]
    states = [Choice("", _("that stand"))]
    states += [Choice(str(word), name) for word, name in camera_names.CAMERA_STATES.items()]
    return [
        Chip("purpose", _("purpose"), purpose, choices=purposes),
        Chip("state", pgettext("camera", "state"), state, choices=states),
        Chip("q", _("number or name"), text, kind="search"),
    ]


def _boxes(box: str) -> Chip:
    choices = [
        Choice("open", _("all that go on")),
        Choice("decide", _("for my unit to decide")),
        Choice("asked", _("asked by my unit")),
        Choice("all", _("all there are")),
    ]
    return Chip("box", pgettext("order", "Show"), "" if box == "open" else box, choices=choices)
