"""Thank those who serve, and decide whether everybody reads it (R-111)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gege.kernel.typed_text import cleaned
from gege.notices.api import Draft, post
from gege.portal.actions.answer import root_of
from gege.portal.errors import NotFound, PortalError
from gege.portal.models import Thanks, Ticket
from gege.portal.queries.thanks import known_names, may_decide_on, may_thank
from gege.portal.rules import thanks as rules
from gege.portal.rules.thanks import READ_BY_THE_THANKED, ThanksState
from gege.staff.api import Actor, holder_of_grid, resident
from gege.territory.api import Atlas, load_atlas
from gege.trail.api import record


def thank_place(
    area_code: str, words: str, *, receipt_key: UUID, atlas: Atlas, now: datetime
) -> Thanks:
    """Thank whoever looks after a grid now, or a community's station; the same form is one thanks.

    Raises NotFound for a place without a unit.
    """
    unit = atlas.platform_unit(area_code)
    if unit is None or len(area_code) not in (12, 15):
        raise NotFound
    holder = holder_of_grid(unit.id, now) if len(area_code) == 15 else None
    station = atlas.platform_unit(area_code[:12]) or unit
    given = Thanks(
        unit_id=unit.id if holder else station.id,
        area_code=area_code,
        account_id=holder.account_id if holder else None,
    )
    return _give(given, words, receipt_key, atlas=atlas, by=resident(area_code=area_code), now=now)


def thank_for(ticket: Ticket, words: str, *, receipt_key: UUID, now: datetime) -> Thanks:
    """Thank for one's own settled matter, once."""
    matter = root_of(ticket)
    if not may_thank(ticket, matter):
        raise PortalError("not_now")
    given = Thanks(
        ticket=ticket,
        unit_id=matter.lead_id or matter.holder_id,
        area_code=matter.area_code,
        account_id=matter.handled_by_id,
    )
    return _give(given, words, receipt_key, atlas=load_atlas(), by=resident(matter.pk), now=now)


def decide_thanks(
    uid: UUID, verdict: str, *, public_words: str = "", note: str = "", by: Actor, now: datetime
) -> Thanks:
    """Let everybody read thanks, in words without names; or only who is thanked; or nobody.

    Whoever is thanked is told, unless nobody is to read it. A decision may be taken anew.
    """
    text, said = cleaned(public_words, lines=False), cleaned(note, lines=False)
    if verdict not in (*READ_BY_THE_THANKED, ThanksState.REFUSED):
        raise PortalError("choose", "verdict")
    shown = verdict == ThanksState.SHOWN
    if not shown and not rules.WORDS_LEAST <= len(said) <= rules.WORDS_MOST:
        raise PortalError(
            "needed" if len(said) < rules.WORDS_LEAST else "too_long", "note", most=300
        )
    with transaction.atomic():
        row = Thanks.objects.select_for_update().filter(uid=uid).first()
        if row is None or not may_decide_on(by, row):
            raise NotFound
        wrong = rules.wrong_in_public(text, known_names(row)) if shown else ""
        if wrong:
            raise PortalError(wrong, "public_words", most=rules.WORDS_MOST)
        first, before = row.state == ThanksState.WAITING, _shape(row)
        row.state, row.public_words, row.note = verdict, text if shown else "", said[:300]
        row.decided_at, row.decided_by = now, by.name
        row.save()
        record(
            stream=row.stream,
            deed="decide_thanks",
            by=by.signature(),
            now=now,
            before=before,
            after=_shape(row),
            more={"note": row.note},
        )
        if first and verdict in READ_BY_THE_THANKED:
            post([_told(row)], now=now)
    return row


def _shape(row: Thanks) -> dict[str, str]:
    return {"state": str(row.state), "public_words": row.public_words}


def _told(row: Thanks) -> Draft:
    if row.account_id is not None:
        return Draft("thanked", row.stream, to_account_id=row.account_id)
    return Draft("thanked", row.stream, to_unit_id=row.unit_id)


def _decider(row: Thanks, atlas: Atlas) -> int | None:
    """Return the nearest platform that decides: the station, or the one above what is thanked."""
    for digits in (12, 9, 6):
        unit = atlas.platform_unit(row.area_code[:digits])
        if unit is not None and unit.id != row.unit_id:
            return unit.id
    return None


def _give(
    row: Thanks, words: str, receipt_key: UUID, *, atlas: Atlas, by: Actor, now: datetime
) -> Thanks:
    text = cleaned(words, lines=False)
    if len(text) < rules.WORDS_LEAST:
        raise PortalError("needed", "words")
    if len(text) > rules.WORDS_MOST:
        raise PortalError("too_long", "words", most=rules.WORDS_MOST)
    with transaction.atomic():
        first = Thanks.objects.filter(receipt_key=receipt_key).first()
        if first is not None:
            return first
        row.words, row.receipt_key, row.given_at = text, receipt_key, now
        row.save(force_insert=True)
        after = {"area_code": row.area_code, "unit": row.unit_id, "account": row.account_id}
        record(stream=row.stream, deed="thank", by=by.signature(), now=now, after=after)
        decider = _decider(row, atlas)
        if decider is not None:
            post([Draft("thanks_wait", row.stream, to_unit_id=decider)], now=now)
    return row
