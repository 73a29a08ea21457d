"""A person's notices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gege.desk.api import Deed, Turns
from gege.desk.workspace.rail import units_of
from gege.kernel.numbers import parse_number
from gege.notices.api import (
    Told,
    acknowledge,
    mark_read,
    notices_of,
    sentence,
)
from gege.staff.access import ActorRequest, open_to_own_account, open_to_signed_in

LONGEST_KEY: Final = 40
PAGES: Final = {
    "directory": "/duty/directory",
    "duty": "/duty",
    "excuse": "/field-work/excuses",
    "handbook": "/handbook",
    "meeting": "/supervision/meetings",
    "order": "/supervision/orders",
    "page": "/portal/pages",
    "patrol": "/field-work/patrols",
    "register_import": "/registers/imports",
    "review": "/supervision/reviews",
    "terminal": "/field-work/terminals",
    "thanks": "/portal/thanks",
    "view": "/supervision/views",
    "visit": "/field-work/visits",
}
"""What a notice may be about besides a matter, and where its page is."""


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as the part of the shell draws it."""

    text: str
    at: datetime
    unread: bool
    href: str = ""
    about: str | Promise = ""
    deed: Deed | None = None


@open_to_signed_in
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """Show a person's notices, the unread first."""
    after = request.GET.get("after", "")[:LONGEST_KEY]
    mine = request.actor.account_id or 0
    found = notices_of(mine, units=units_of(request), after=after)
    context = {
        "notices": lines_of(found.rows),
        "unread": any(one.unread for one in found.rows),
        "all_read": Deed(_("Mark all as read"), reverse("desk:read-all"), post=True),
        "turns": Turns(
            first=reverse("desk:notices") if after else "",
            next=f"?after={found.next_key}" if found.next_key else "",
        ),
    }
    return render(request, "desk/workspace/notices.html", context)


@open_to_own_account
@require_POST
def read_all(request: ActorRequest) -> HttpResponse:
    """Mark all of a person's notices as read."""
    mark_read(request.account.pk, now=timezone.now())
    return redirect("desk:notices")


@open_to_own_account
@require_POST
def read_one(request: ActorRequest, notice_id: int) -> HttpResponse:
    """Mark one notice as read; another person's stays as it is."""
    mark_read(request.account.pk, now=timezone.now(), notice_ids=[notice_id])
    return redirect("desk:notices")


@open_to_own_account
@require_POST
def acknowledge_one(request: ActorRequest, notice_id: int) -> HttpResponse:
    """Say that an urgent notice was understood; 404 for another person's."""
    if not acknowledge(request.account.pk, notice_id, now=timezone.now()):
        raise Http404
    messages.success(request, _("The notice is acknowledged."))
    return redirect("desk:notices")


def lines_of(found: Iterable[Told]) -> list[Line]:
    """Return notices as lines in the reader's language."""
    return [_line(one) for one in found]


def _line(one: Told) -> Line:
    deed: Deed | None = None
    about: str = ""
    if one.wants_acknowledgement:
        deed = Deed(_("Acknowledge"), reverse("desk:acknowledge", args=[one.id]), post=True)
        about = _("please acknowledge")
    elif one.unread:
        deed = Deed(_("Mark as read"), reverse("desk:read", args=[one.id]), post=True)
    elif one.acknowledged_at is not None:
        about = _("acknowledged")
    text = sentence(one.template, one.values)
    return Line(text, one.at, one.unread, _href(one.subject), about, deed)


def _href(subject: str) -> str:
    number = parse_number(subject)
    if number:
        return f"/matters/{number}"
    kind, _colon, uid = subject.partition(":")
    return f"{PAGES[kind]}/{uid}" if kind in PAGES else ""
