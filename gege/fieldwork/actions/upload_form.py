"""Take a county's own form, as a table of questions or as an XForm, and the files it shows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction

from gege.fieldwork.actions.answer_files import Kept, looked_through
from gege.fieldwork.actions.entries import words
from gege.fieldwork.errors import Invalid, NotFound, Refused
from gege.fieldwork.models import Campaign, CampaignForm, FormMedia
from gege.fieldwork.queries.forms import form_by, parsed
from gege.fieldwork.rules.answers import BUILDINGS_FILE
from gege.fieldwork.rules.xforms import LIST_FILE, XForm, read_xform
from gege.fieldwork.rules.xml_reading import MOST_FORM_BYTES, FormFault
from gege.staff.api import Actor, Role
from gege.trail.api import record

FORM_MAKERS: Final = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.COUNTY_SUPERVISOR,
        Role.COUNTY_DISPATCHER,
        Role.TOWNSHIP_OPERATOR,
    }
)


@dataclass(frozen=True, slots=True)
class FormUploaded:
    """What became of an upload: the version, remarks of the converter, and whether it is new."""

    form: CampaignForm
    remarks: tuple[str, ...]
    fresh: bool


def upload_form(upload: UploadedFile[bytes], *, by: Actor, now: datetime) -> FormUploaded:
    """Keep one version of a form; the same content again is the version that is here.

    Files that an earlier version was given under the same names come along. Raises Invalid with
    sheet and row, or when the version is here with another content; NotFound for other roles.
    """
    _check_role(by)
    name = words("form", Path(upload.name or "form").name, most=120, lines=False)
    data = upload.read(MOST_FORM_BYTES + 1)
    xml, remarks, itemsets = _made(data, now)
    try:
        xform = read_xform(xml.encode())
    except FormFault as fault:
        raise Invalid("form", fault.word, **fault.values) from fault
    with transaction.atomic():
        _alone(xform.form_id)
        known = CampaignForm.objects.filter(form_id=xform.form_id, version=xform.version).first()
        if known is not None:
            if known.xml != xml:
                raise Invalid("form", "form_version_used", value=xform.version)
            return FormUploaded(known, remarks, fresh=False)
        form = _kept(xform, xml, name, data, by, now)
        _bring_along(form, xform)
        if itemsets:
            _put(form, looked_through({LIST_FILE: itemsets.encode()}, tables=True)[0])
        record(
            stream=f"form:{form.form_id}",
            deed="upload_form",
            by=by.signature(),
            now=now,
            after={"version": form.version, "title": form.title, "md5": form.md5, "file": name},
        )
    return FormUploaded(form, remarks, fresh=True)


def attach_media(
    form_id: str, version: str, *, files: Mapping[str, bytes], by: Actor, now: datetime
) -> list[FormMedia]:
    """Give a form the files it calls, each by the name it calls it; before the form is used.

    Raises Invalid for a name the form does not call and for a content that is not taken, Refused
    once a campaign with the form was opened: what collectors saw stays what they saw.
    """
    _check_role(by)
    form = form_by(form_id, version)
    called = set(parsed(form).media) - {BUILDINGS_FILE}
    for name in files:
        if name not in called:
            raise Invalid("files", "media_not_called", name=name[:60])
    kept = looked_through(files, tables=True)
    with transaction.atomic():
        _alone(form_id)
        there = dict(FormMedia.objects.filter(form=form).values_list("name", "sha256"))
        changed = [file for file in kept if there.get(file.name) != file.sha256]
        if changed and Campaign.objects.filter(form=form, opened_at__isnull=False).exists():
            raise Refused("form_in_use")
        rows = [_put(form, file) for file in changed]
        if rows:
            record(
                stream=f"form:{form_id}",
                deed="attach_media",
                by=by.signature(),
                now=now,
                after={"version": version, "files": {row.name: row.sha256 for row in rows}},
            )
    return rows


def _check_role(by: Actor) -> None:
    if not by.is_system and by.role not in FORM_MAKERS:
        raise NotFound


def _made(data: bytes, now: datetime) -> tuple[str, tuple[str, ...], str]:
    """Return the XForm, the converter's remarks, and a list that belongs beside the form."""
    from gege.fieldwork.rules.xlsforms import is_xml, read_xlsform  # inline: pyxform loads long

    if not data:
        raise Invalid("form", "sheet_unreadable")
    try:
        if not is_xml(data):
            made = read_xlsform(data, now=now)
            return made.xml, made.remarks, made.itemsets
        read_xform(data)
    except FormFault as fault:
        raise Invalid("form", fault.word, **fault.values) from fault
    try:
        return data.decode("utf-8-sig"), (), ""
    except UnicodeDecodeError:
        raise Invalid("form", "table_not_utf8", name="XML") from None


def _kept(xform: XForm, xml: str, name: str, data: bytes, by: Actor, now: datetime) -> CampaignForm:
    return CampaignForm.objects.create(
        form_id=xform.form_id,
        version=xform.version,
        title=xform.title or xform.form_id,
        xml=xml,
        md5=hashlib.md5(xml.encode(), usedforsecurity=False).hexdigest(),
        source_name=name,
        source_sha256=hashlib.sha256(data).hexdigest(),
        uploaded_at=now,
        uploaded_by=by.name,
    )


def _bring_along(form: CampaignForm, xform: XForm) -> None:
    """Give a new version the files of the version before it that it still calls."""
    before = (
        CampaignForm.objects.filter(form_id=form.form_id)
        .exclude(pk=form.pk)
        .order_by("-pk")
        .first()
    )
    if before is None:
        return
    FormMedia.objects.bulk_create(
        FormMedia(
            form=form,
            name=file.name,
            sha256=file.sha256,
            md5=file.md5,
            media_type=file.media_type,
            size=file.size,
        )
        for file in FormMedia.objects.filter(form=before, name__in=xform.media)
    )


def _put(form: CampaignForm, file: Kept) -> FormMedia:
    file.store()
    row, _made_now = FormMedia.objects.update_or_create(
        form=form,
        name=file.name,
        defaults={
            "sha256": file.sha256,
            "md5": file.md5,
            "media_type": file.media_type,
            "size": file.size,
        },
    )
    return row


def _alone(form_id: str) -> None:
    """Wait for whoever changes the same form at this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 47))", [form_id])
