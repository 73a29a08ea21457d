"""The minutes of a meeting as a Word document or PDF (领导小组会议纪要)."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gege.desk.group import shown
from gege.desk.orders.shown import plain
from gege.desk.sheets import download
from gege.kernel.papers import PaperFontError, as_docx, as_pdf
from gege.kernel.papers.paper import Block, Facts, Heading, Note, Paper, Table, Text
from gege.matters.api import names as matter_names
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Actor
from gege.supervision import api as supervision
from gege.supervision.api import GROUP_READERS, MeetingPage, MeetingState, NotFound
from gege.supervision.api import names as words
from gege.territory.api import load_atlas
from gege.trail.api import note_access

KINDS: Final = {
    "docx": (
        as_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": (as_pdf, "application/pdf"),
}


@open_to(*GROUP_READERS)
@never_cache
@require_safe
def paper(request: ActorRequest, uid: UUID, kind: str) -> HttpResponse:
    """Give the minutes of a meeting that was held, as a file; who took it out is written down."""
    now = timezone.now()
    try:
        page = supervision.meeting_page(uid, by=request.actor, now=now)
    except NotFound:
        raise Http404 from None
    if kind not in KINDS or page.meeting.state not in (MeetingState.HELD, MeetingState.CONCLUDED):
        raise Http404
    write, media_type = KINDS[kind]
    name = f"minutes-{page.meeting.held_on:%Y%m%d}-{page.meeting.number}.{kind}"
    try:
        data = write(minutes_of(page, request.actor, now))
    except PaperFontError as error:
        messages.error(request, _("The paper cannot be written: %(why)s") % {"why": str(error)})
        return redirect("group:meeting", uid=uid)
    # The paper names who was there: whoever takes it out is in the access log (decision 0051).
    note_access(
        by=request.actor.signature(),
        now=now,
        subject=page.group.stream,
        fields=f"minutes {page.meeting.held_on.year}-{page.meeting.number:02d}: attendance.name",
        purpose=_("Taken out as a file: %(kind)s, %(lines)s lines")
        % {"kind": kind, "lines": len(page.attendance)},
    )
    return download(data, name, media_type)


def minutes_of(page: MeetingPage, by: Actor, now: datetime) -> Paper:
    """Return the minutes as a paper: who was there, what was said, what was decided and how it
    stands."""
    meeting, language = page.meeting, get_language() or "zh-hans"
    begins = f" {meeting.begins:%H:%M}" if meeting.begins else ""
    facts = [
        (_("Day"), f"{meeting.held_on.isoformat()}{begins}"),
        (_("Place"), meeting.place),
        *shown.attendance_of(page.attendance),
    ]
    blocks: list[Block] = [
        Facts(tuple((str(name), value) for name, value in facts)),
        Heading(_("Agenda")),
        Text(plain(meeting.agenda, by)),
        Heading(_("Minutes")),
        Text(plain(meeting.minutes, by) or "—"),
    ]
    rows = tuple(
        (
            str(one.decision.number),
            f"{one.decision.title}\n{one.words}",
            one.owner or "—",
            one.decision.due_on.isoformat() if one.decision.due_on else "—",
            _stands(one),
        )
        for one in shown.decided(page, load_atlas(), by, now)
    )
    if rows:
        heads = (
            _("No."),
            pgettext("meeting", "Decision"),
            _("Unit"),
            _("Until"),
            _("How it stands"),
        )
        blocks += [Heading(_("Decisions")), Table(heads, rows, widths=(1, 6, 3, 3, 3))]
    if meeting.state != MeetingState.CONCLUDED:
        blocks.append(Note(_("The minutes are not concluded yet.")))
    unit = load_atlas().unit(page.group.office_id)
    title = _("Minutes: %(group)s, meeting %(number)s") % {
        "group": page.group.name,
        "number": meeting.number,
    }
    return Paper(
        title=title,
        number=f"{meeting.held_on.year}-{meeting.number:02d}",
        issuer=unit.name(language) if unit else "",
        dated=meeting.held_on,
        language="en" if language == "en" else "zh-hans",
        blocks=tuple(blocks),
    )


def _stands(one: shown.Decided) -> str:
    if not one.state:
        return "—"
    light = words.name_of(matter_names.LIGHTS, one.light)
    return f"{one.state} · {light}" if one.light in ("red", "yellow", "green") else one.state
