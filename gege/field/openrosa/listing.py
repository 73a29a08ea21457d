"""The forms somebody may fill in now: their list, the forms, their files."""

from __future__ import annotations

import hashlib
from xml.etree.ElementTree import Element, SubElement

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from gege.field.openrosa.knock import Visitor, for_visitors
from gege.field.openrosa.replies import LIST, MANIFEST, XML, with_headers, xml
from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import CampaignForm, CampaignWork
from gege.matters.api import path_of


@for_visitors
@require_safe
def form_list(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """List the forms of the campaigns that run in the worker's grids.

    `formID` narrows to one form, `verbose` adds what the campaign is for.
    """
    wanted = request.GET.get("formID", "")
    verbose = request.GET.get("verbose", "") == "true"
    root = Element("xforms", xmlns=LIST)
    for work in fieldwork.campaigns_for(visitor.codes, visitor.account.pk):
        if wanted in ("", work.campaign.form.form_id):
            _listed(root, request, work, verbose=verbose)
    return xml(root)


@for_visitors
@require_safe
def form(_request: HttpRequest, visitor: Visitor, form_id: str, version: str) -> HttpResponse:
    """Give a form as it was uploaded."""
    found = _needed(visitor, form_id, version)
    return with_headers(HttpResponse(found.xml.encode(), content_type=XML))


@for_visitors
@require_safe
def manifest(request: HttpRequest, visitor: Visitor, form_id: str, version: str) -> HttpResponse:
    """List the files that a form shows or reads, with the sums of their contents."""
    found = _needed(visitor, form_id, version)
    files = [(file.name, file.md5) for file in fieldwork.media_of(found)]
    if fieldwork.BUILDINGS_FILE in fieldwork.parsed(found).media:
        files.append((fieldwork.BUILDINGS_FILE, _sum(_buildings(visitor, found))))
    root = Element("manifest", xmlns=MANIFEST)
    for name, md5 in sorted(files):
        line = SubElement(root, "mediaFile")
        SubElement(line, "filename").text = name
        SubElement(line, "hash").text = f"md5:{md5}"
        SubElement(line, "downloadUrl").text = _absolute(
            request, "openrosa-media", found, name=name
        )
    return xml(root)


@for_visitors
@require_safe
def media(
    _request: HttpRequest, visitor: Visitor, form_id: str, version: str, name: str
) -> HttpResponse:
    """Give one file of a form; the list of buildings is made anew each time."""
    found = _needed(visitor, form_id, version)
    if name == fieldwork.BUILDINGS_FILE:
        return with_headers(HttpResponse(_buildings(visitor, found), content_type="text/csv"))
    return with_headers(file_answer(found, name))


def file_answer(found: CampaignForm, name: str) -> HttpResponse:
    """Answer with a file of a form; raises Http404 for one it does not have."""
    try:
        row = fieldwork.media_for(found, name)
        content = path_of(row.sha256).read_bytes()
    except (fieldwork.NotFound, OSError):
        raise Http404 from None
    return HttpResponse(content, content_type=row.media_type)


def _listed(root: Element, request: HttpRequest, work: CampaignWork, *, verbose: bool) -> None:
    found = work.campaign.form
    line = SubElement(root, "xform")
    texts = {
        "formID": found.form_id,
        "name": f"{work.campaign.title} · {found.title}",
        "version": found.version,
        "hash": f"md5:{_sum(found.xml.encode())}",
    }
    if verbose:
        texts["descriptionText"] = work.campaign.purpose
    texts["downloadUrl"] = _absolute(request, "openrosa-form", found)
    if fieldwork.parsed(found).media:
        texts["manifestUrl"] = _absolute(request, "openrosa-manifest", found)
    for name, text in texts.items():
        SubElement(line, name).text = text


def _needed(visitor: Visitor, form_id: str, version: str) -> CampaignForm:
    try:
        return fieldwork.form_for(form_id, version, visitor.codes, visitor.account.pk)
    except fieldwork.NotFound:
        raise Http404 from None


def _buildings(visitor: Visitor, found: CampaignForm) -> bytes:
    return fieldwork.buildings_csv(found.form_id, visitor.codes, visitor.account.pk)


def _absolute(request: HttpRequest, view: str, found: CampaignForm, **more: str) -> str:
    arguments = {"form_id": found.form_id, "version": found.version, **more}
    return request.build_absolute_uri(reverse(f"field:{view}", kwargs=arguments))


def _sum(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
