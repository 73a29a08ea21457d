"""The desk of rights: a request is received, the person opens the own data, it is answered."""

import re
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from gege.kernel.county_day import local_date
from gege.kernel.typed_text import cleaned
from gege.registers.actions.chronicle import stream_of
from gege.registers.books import current_contract
from gege.registers.errors import Invalid, NotFound, Refused
from gege.registers.models import Record, RightsRequest
from gege.registers.protection import blind, search_marks
from gege.registers.queries.scope import reader, record_by_uid
from gege.registers.rules.rights import (
    ANSWERERS,
    CODE_DAYS,
    CODE_DIGITS,
    IDENTITY,
    RECEIVERS,
    Asker,
    Right,
    due,
    may_be_tried,
)
from gege.staff.api import SYSTEM, Actor
from gege.territory.api import Editions
from gege.trail.api import record as write

_SPACE: Final = "own_data_code"
_NUMBER: Final = re.compile(r"\d{6}-\d{6}", re.ASCII)


def receive_request(
    record_uid: UUID,
    *,
    kind: str,
    asked_by: str,
    identity: str,
    words: str,
    by: Actor,
    now: datetime,
    editions: Editions,
) -> tuple[RightsRequest, str]:
    """Receive somebody's request at the community's desk; return it and the code, told once.

    With number and code the person sees the own data at the portal for some days. Raises
    NotFound, Refused("not_yours_to_receive"), Invalid (`kind`, `asked_by`, `identity`, `words`).
    """
    if by.role not in RECEIVERS:
        raise Refused("not_yours_to_receive")
    said = _choices(kind, asked_by, identity)
    text = cleaned(words)
    if len(text) > 1000:
        raise Invalid("words", "too_long", most=1000)
    if said is not Right.SEE and len(text) < 2:
        raise Invalid("words", "needed")
    today = local_date(now)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    with transaction.atomic():
        record = record_by_uid(record_uid, reader(by, today), current_contract(editions), lock=True)
        if record.sheet != "resident":
            raise NotFound
        request = RightsRequest.objects.create(
            record=record,
            number=f"{now:%y%m%d}-{secrets.randbelow(10**6):06d}",
            kind=said,
            asked_by=asked_by,
            identity=identity,
            words=text,
            area_code=record.area_code,
            received_at=now,
            received_by=by.name,
            due_on=due(today),
            code_mark=blind(code, space=_SPACE),
            code_until=now + timedelta(days=CODE_DAYS),
        )
        _line(request, "receive_request", by, now)
    return request, code


def open_own_data(number: str, code: str, *, now: datetime) -> RightsRequest:
    """Return the request that number and code open; the first opening answers a wish to see.

    Every wrong code counts against the request, and after five it is closed. Raises NotFound for
    everything that does not fit, in the same words.
    """
    if not _NUMBER.fullmatch(number.strip()):
        raise NotFound
    with transaction.atomic():
        request = RightsRequest.objects.select_for_update().filter(number=number.strip()).first()
        fits = (
            request is not None
            and may_be_tried(request.tries)
            and request.code_until is not None
            and now < request.code_until
        )
        if request is not None and fits and _is_code(code, request):
            if request.seen_at is None:
                _first_seen(request, now)
            return request
        if request is not None and may_be_tried(request.tries):
            RightsRequest.objects.filter(pk=request.pk).update(tries=request.tries + 1)
    # Outside of the transaction: the try has to stay counted.
    raise NotFound


def _is_code(code: str, request: RightsRequest) -> bool:
    """Compare a typed code; while keys are being changed under both of them."""
    marks = search_marks(code, space=_SPACE)
    return any(secrets.compare_digest(mark, request.code_mark) for mark in marks)


def answer_request(
    number: str, *, granted: bool, answer: str, by: Actor, now: datetime, editions: Editions
) -> RightsRequest:
    """Answer a request; the person reads it at the portal. Raises NotFound, Refused, Invalid."""
    if by.role not in ANSWERERS:
        raise Refused("not_yours_to_receive")
    text = cleaned(answer)
    if not 2 <= len(text) <= 1000:
        raise Invalid("answer", "reason_needed", least=2, most=1000)
    with transaction.atomic():
        request = (
            RightsRequest.objects.select_for_update(of=("self",))
            .select_related("record")
            .filter(number=number)
            .first()
        )
        if request is None or not request.area_code.startswith(by.area_code or "-"):
            raise NotFound
        if request.answered_at is not None:
            raise Refused("answered_already")
        request.granted, request.answer = granted, text
        request.answered_at, request.answered_by = now, by.name
        request.save()
        _line(request, "answer_request", by, now)
    return request


def ask_to_correct(request: RightsRequest, words: str, *, now: datetime) -> RightsRequest:
    """Let the person who has the own data open say what is wrong; the community answers.

    Raises Invalid("words").
    """
    text = cleaned(words)
    if not 2 <= len(text) <= 1000:
        raise Invalid("words", "reason_needed", least=2, most=1000)
    with transaction.atomic():
        asked = RightsRequest.objects.create(
            record=request.record,
            number=f"{now:%y%m%d}-{secrets.randbelow(10**6):06d}",
            kind=Right.CORRECT,
            asked_by=request.asked_by,
            identity=request.identity,
            words=text,
            area_code=request.record.area_code,
            received_at=now,
            received_by="居民门户",
            due_on=due(local_date(now)),
        )
        _line(asked, "receive_request", SYSTEM, now)
    return asked


def _first_seen(request: RightsRequest, now: datetime) -> None:
    request.seen_at = now
    if request.kind == Right.SEE and request.answered_at is None:
        request.granted, request.answer = True, "本人已查看"
        request.answered_at, request.answered_by = now, "居民门户"
    request.save()
    _line(request, "open_own_data", SYSTEM, now)


def _choices(kind: str, asked_by: str, identity: str) -> Right:
    if kind not in set(Right):
        raise Invalid("kind", "unknown_choice")
    if asked_by not in set(Asker):
        raise Invalid("asked_by", "unknown_choice")
    if identity not in IDENTITY:
        raise Invalid("identity", "unknown_choice")
    return Right(kind)


def _line(request: RightsRequest, deed: str, by: Actor, now: datetime) -> None:
    record: Record = request.record
    write(
        stream=stream_of(record),
        deed=deed,
        by=by.signature(),
        now=now,
        after={"request": request.number, "kind": request.kind, "granted": request.granted},
        more={"asked_by": request.asked_by, "identity": request.identity},
    )
