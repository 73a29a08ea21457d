"""Forms of campaigns: a version never changes, so a process keeps what it has read."""

from __future__ import annotations

from functools import lru_cache

from gege.fieldwork.errors import NotFound
from gege.fieldwork.models import CampaignForm, FormMedia
from gege.fieldwork.rules.answers import BUILDINGS_FILE
from gege.fieldwork.rules.handheld_form import handheld_xml
from gege.fieldwork.rules.xforms import FORM_ID, VERSION, XForm, read_xform


def form_by(form_id: str, version: str) -> CampaignForm:
    """Return one version of a form; raises NotFound."""
    if not FORM_ID.fullmatch(form_id) or not VERSION.fullmatch(version):
        raise NotFound
    found = CampaignForm.objects.filter(form_id=form_id, version=version).first()
    if found is None:
        raise NotFound
    return found


def parsed(form: CampaignForm) -> XForm:
    """Return a stored form as the platform understands it."""
    return _parsed(form.md5, form.xml)


@lru_cache(maxsize=32)
def _parsed(_md5: str, xml: str) -> XForm:
    return read_xform(xml.encode())


def for_handheld(form: CampaignForm) -> str:
    """Return the XML of a form as the platform's own handheld shows it."""
    return _for_handheld(form.md5, form.xml)


@lru_cache(maxsize=32)
def _for_handheld(_md5: str, xml: str) -> str:
    return handheld_xml(xml)


def media_of(form: CampaignForm) -> list[FormMedia]:
    """Return the files that were attached to a form, by name."""
    return list(FormMedia.objects.filter(form=form).order_by("name"))


def missing_media(form: CampaignForm) -> tuple[str, ...]:
    """Return the names that a form calls and nothing was attached for.

    The list of buildings is made by the platform itself and never missing.
    """
    there = set(FormMedia.objects.filter(form=form).values_list("name", flat=True))
    return tuple(
        name for name in parsed(form).media if name not in there and name != BUILDINGS_FILE
    )
