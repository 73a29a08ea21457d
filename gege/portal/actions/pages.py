"""Public pages: write, propose, approve or send back, withdraw; what ends by its day (R-058)."""

import logging
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gege.kernel.typed_text import cleaned
from gege.matters.api import local_date
from gege.notices.api import Draft, post
from gege.portal.actions.page_words import (
    WORDS,
    PageFiles,
    PageWords,
    checked,
    finish,
    found_by,
    locked,
    put_files,
)
from gege.portal.errors import PortalError
from gege.portal.models import PageText, PublicPage
from gege.portal.queries.pages import asking, open_text, said_text, sayer
from gege.portal.rules import pages as rules
from gege.portal.rules.pages import APPROVERS, PageState, Sayer, Standing, TextState
from gege.staff.api import SYSTEM, Actor, Role, people_at_units
from gege.territory.api import load_atlas

_log: Final = logging.getLogger(__name__)


def write_page(
    words: PageWords,
    files: PageFiles | None = None,
    *,
    by: Actor,
    now: datetime,
    uid: UUID | None = None,
    seen: int | None = None,
) -> PublicPage:
    """Write a new page, or with `uid` the next text of one that is there.

    Nobody but its writers and those who may approve it sees a text before it was approved; what is
    shown stays as it is. A text that was proposed has to be proposed again. Raises PortalError.
    """
    if by.unit_id is None or by.account_id is None:
        raise PortalError("not_yours")
    unit = sayer(by.unit_id)
    if not rules.may_write(asking(by), unit):
        raise PortalError("not_yours")
    words = checked(words)
    with transaction.atomic():
        if uid is None:
            page = PublicPage(unit_id=unit.id, area_code=unit.area_code, changed_at=now)
            page.kind, page.category = words.kind, words.category
            page.save()
        else:
            page = locked(uid, by=by, seen=seen)
            if page.unit_id != unit.id:
                raise PortalError("not_yours")
        _put(page, words, files or PageFiles(), by, now)
        finish(
            page, "write_page", by=by, now=now, text={name: getattr(words, name) for name in WORDS}
        )
    return page


def _put(page: PublicPage, words: PageWords, files: PageFiles, by: Actor, now: datetime) -> None:
    before = said_text(page)
    text = open_text(page)
    if text is None:
        text = PageText(page=page, writers=[])
    else:
        before = text
    for name in WORDS:
        setattr(text, name, getattr(words, name))
    text.state, text.note, text.proposed_at = TextState.DRAFT, "", None
    text.writers = sorted({*text.writers, by.account_id or 0})
    text.written_by, text.written_at = by.name, now
    text.save()
    put_files(text, files, before)


def propose_page(uid: UUID, *, by: Actor, now: datetime, seen: int | None = None) -> PublicPage:
    """Ask for approval; those who may approve are told."""
    with transaction.atomic():
        page = locked(uid, by=by, seen=seen)
        unit = sayer(page.unit_id)
        if not rules.may_write(asking(by), unit):
            raise PortalError("not_yours")
        text = _open(page, TextState.DRAFT, TextState.SENT_BACK)
        text.state, text.proposed_at = TextState.PROPOSED, now
        text.save(update_fields=["state", "proposed_at"])
        values = {"title": text.title, "unit": by.unit_name}
        told = _approvers(page, unit, text, now)
        post(
            [Draft("page_proposed", page.stream, to_account_id=one, values=values) for one in told],
            now=now,
        )
        finish(page, "propose_page", by=by, now=now)
    return page


def approve_page(
    uid: UUID, *, by: Actor, now: datetime, note: str = "", seen: int | None = None
) -> PublicPage:
    """Approve what is proposed: it becomes a version that is never changed, and is shown."""
    said = _note(note, least=0)
    with transaction.atomic():
        page = locked(uid, by=by, seen=seen)
        text = _decided(page, by)
        if text.shown_until is not None and text.shown_until < local_date(now):
            raise PortalError("ended_already")
        page.version += 1
        text.number, text.state, text.note = page.version, TextState.APPROVED, said
        text.decided_by, text.decided_at = by.name, now
        text.save()
        for name in WORDS:
            setattr(page, name, getattr(text, name))
        page.state, page.note = PageState.SHOWN, ""
        page.published_at = page.published_at or now
        finish(page, "approve_page", by=by, now=now, note=said)
        words = PageWords(**{name: getattr(text, name) for name in WORDS})
        PublicPage.objects.filter(pk=page.pk).update(search=found_by(words))
        _tell_writers("page_approved", page, text, {"title": text.title}, now)
    return page


def send_back_page(
    uid: UUID, *, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> PublicPage:
    """Send back what is proposed, and say why."""
    said = _note(reason)
    with transaction.atomic():
        page = locked(uid, by=by, seen=seen)
        text = _decided(page, by)
        text.state, text.note = TextState.SENT_BACK, said
        text.save(update_fields=["state", "note"])
        finish(page, "send_back_page", by=by, now=now, reason=said)
        values = {"title": text.title, "reason": said}
        _tell_writers("page_sent_back", page, text, values, now)
    return page


def withdraw_page(
    uid: UUID, *, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> PublicPage:
    """Take a page down at once and say why; its versions stay."""
    said = _note(reason)
    with transaction.atomic():
        page = locked(uid, by=by, seen=seen)
        if page.state != PageState.SHOWN:
            raise PortalError("not_shown")
        page.state, page.note = PageState.WITHDRAWN, said
        finish(page, "withdraw_page", by=by, now=now, reason=said)
    return page


def end_pages(*, now: datetime) -> int:
    """Take down what has had its time; return how many.

    Nobody reads such a page from midnight on. This writes it down, and tells the unit. Each page
    is its own transaction: one that fails stops only itself.
    """
    due = PublicPage.objects.filter(state=PageState.SHOWN, shown_until__lt=local_date(now))
    ended = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                ended += _end(pk, now)
        except Exception:
            _log.exception("public page %s could not be ended", pk)
    return ended


def _end(pk: int, now: datetime) -> int:
    rows = PublicPage.objects.select_for_update(skip_locked=True).defer("search")
    page = rows.filter(pk=pk).first()
    if page is None or rules.standing_of(page.life, local_date(now)) is not Standing.OVER:
        return 0
    if page.state != PageState.SHOWN:
        return 0
    page.state = PageState.OVER
    values = {"title": page.title}
    post([Draft("page_over", page.stream, to_unit_id=page.unit_id, values=values)], now=now)
    finish(page, "end_page", by=SYSTEM, now=now)
    return 1


def _open(page: PublicPage, *states: TextState) -> PageText:
    text = open_text(page)
    if text is None or text.state not in states:
        raise PortalError("nothing_open")
    return text


def _decided(page: PublicPage, by: Actor) -> PageText:
    """Return the proposed text for somebody who may decide on it."""
    text = _open(page, TextState.PROPOSED)
    why = rules.why_not_approve(asking(by), sayer(page.unit_id), text.writers)
    if why is not None:
        raise PortalError(str(why))
    return text


def _approvers(page: PublicPage, unit: Sayer, text: PageText, now: datetime) -> list[int]:
    """Return the accounts that may approve, of the nearest unit that has any."""
    atlas = load_atlas()
    roles = [Role(role) for role in sorted(APPROVERS[unit.kind])]
    above = [atlas.platform_unit(page.area_code[:digits]) for digits in (12, 9, 6)]
    near = [
        unit.id,
        *(one.id for one in above if one and len(one.area_code) <= len(unit.area_code)),
    ]
    people = people_at_units(near, now, roles)
    for unit_id in near:
        told = [
            one.account_id
            for one in people.get(unit_id, ())
            if one.account_id not in text.writers
            and not (one.role is Role.DEPARTMENT_OFFICER and unit_id != unit.id)
        ]
        if told:
            return list(dict.fromkeys(told))
    return []


def _tell_writers(
    template: str, page: PublicPage, text: PageText, values: dict[str, str], now: datetime
) -> None:
    post(
        [Draft(template, page.stream, to_account_id=one, values=values) for one in text.writers],
        now=now,
    )


def _note(text: str, *, least: int = 2) -> str:
    said = cleaned(text, lines=False)
    if len(said) < least:
        raise PortalError("needed", "reason")
    if len(said) > rules.NOTE_MOST:
        raise PortalError("too_long", "reason", most=rules.NOTE_MOST)
    return said
