"""An answered form comes in, in one post or in several, any number of times."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from xml.etree.ElementTree import SubElement

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gege.field.openrosa.knock import Visitor, for_visitors
from gege.field.openrosa.replies import METADATA, message, said, with_headers, xml
from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import Answer, Entry, FormFault

FORM_PART: Final = "xml_submission_file"
UNFINISHED: Final = "*isIncomplete*"
MOST_FORM: Final = 1024 * 1024


@for_visitors
@require_http_methods(["HEAD", "GET", "POST"])
def submission(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Take an answer; HEAD tells where to send it and how much at once.

    201 when it is kept, again and again the same receipt; 202 when the program said that more of
    its files follow; 409 when something else was kept under its identifier; 4xx with a sentence.
    """
    if request.method != "POST":
        # Collect asks before it sends; the address is this one.
        response = with_headers(HttpResponse(status=204))
        response.headers["Location"] = request.build_absolute_uri(request.path)
        return response
    try:
        given, files = _parts(request)
        return _taken(visitor, given, files, unfinished=request.POST.get(UNFINISHED) == "yes")
    except (TooManyFilesSent, TooManyFieldsSent, RequestDataTooBig):
        return said(413, _("Too much at once. Send fewer files at a time."))
    except (MultiPartParserError, UnreadablePostError):
        return said(400, _("This was cut off on its way. Send it again."))
    except fieldwork.Refused as error:
        return said(409, fieldwork.sentence_of(error))
    except fieldwork.NotFound:
        return said(404, _("Nothing is collected with this form in your grid."))
    except fieldwork.Invalid as error:
        return said(400, fieldwork.sentence_of(error))
    except FormFault as fault:
        return said(400, fieldwork.sentence(fault.word, fault.values))


def _parts(request: HttpRequest) -> tuple[bytes, dict[str, bytes]]:
    """Return the answered form, and the files beside it by the names they are called by."""
    upload = request.FILES.get(FORM_PART)
    given = upload.read(MOST_FORM + 1) if upload is not None else b""
    if not given:
        given = request.POST.get(FORM_PART, "").encode("utf-8", "replace")
    if not given:
        raise FormFault("answer_needed")
    files: dict[str, bytes] = {}
    for part, rows in request.FILES.lists():
        if part != FORM_PART:
            files.update((str(row.name), row.read()) for row in rows)
    return given, files


def _taken(
    visitor: Visitor, given: bytes, files: Mapping[str, bytes], *, unfinished: bool
) -> HttpResponse:
    answer = fieldwork.read_answer(given)
    entry = _entry(visitor, answer, given, files)
    fieldwork.contact(visitor.terminal.pk, app_version="OpenRosa", waiting=0, now=visitor.now)
    missing = _missing(answer, entry)
    text = _("Thank you. It is kept.") if not missing else _("It is kept; files are still missing.")
    return xml(_receipt(entry, str(text), complete=not missing), 202 if unfinished else 201)


def _entry(visitor: Visitor, answer: Answer, given: bytes, files: Mapping[str, bytes]) -> Entry:
    told = fieldwork.told_by(answer)
    try:
        form = fieldwork.form_by(answer.form_id, answer.version)
    except fieldwork.NotFound:
        raise FormFault(
            "form_unknown", form=answer.form_id[:64], version=answer.version[:32]
        ) from None
    said_at = fieldwork.ended_at(answer, fieldwork.parsed(form)) or visitor.now
    there = fieldwork.where_it_belongs(
        answer.form_id,
        told.building,
        min(said_at, visitor.now),
        visitor.codes,
        visitor.account.pk,
    )
    return fieldwork.take_entry(
        answer.uid,
        campaign_uid=there.campaign.uid,
        form_id=answer.form_id,
        version=answer.version,
        assignment_id=there.assignment.pk if there.assignment else None,
        door=told.door,
        outcome=told.outcome,
        note=told.note,
        xml=_text(given),
        files=files,
        via="openrosa",
        at=there.at,
        by=visitor.actor_at(there.area_code),
        now=visitor.now,
    )


def _text(given: bytes) -> str:
    """Return the XML as text; it was read already, so it is what its declaration says."""
    try:
        return given.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FormFault("xml_broken") from None


def _missing(answer: Answer, entry: Entry) -> list[str]:
    named = fieldwork.named_files(answer, fieldwork.parsed(entry.form))
    there = {file.name for file in fieldwork.files_of(entry)}
    return [name for name in named if name not in there]


def _receipt(entry: Entry, text: str, *, complete: bool) -> Any:
    """Return the receipt: always the same for the same answer and the files that are here."""
    at = entry.received_at.isoformat(timespec="seconds")
    root = message(text, "submit_success")
    SubElement(
        root,
        "submissionMetadata",
        {
            "xmlns": METADATA,
            "id": entry.form.form_id,
            "version": entry.form.version,
            "instanceID": entry.uid,
            "submissionDate": at,
            "isComplete": "true" if complete else "false",
            "markedAsCompleteDate": at if complete else "",
        },
    )
    return root
