"""The outbox of a phone arrives: a batch of messages, answered one by one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import connection
from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from gege.field.actions.take_messages import Taking
from gege.field.answers import NotJsonError, answer, problem, read_object
from gege.field.messages.errors import Malformed
from gege.field.messages.reading import moment_of
from gege.field.models import Receipt
from gege.field.rules.bounds import (
    ANSWER_LATER_SECONDS,
    FLOOD_MOST,
    FLOOD_SECONDS,
    FLOOD_WINDOW,
    MOST_BATCH_BYTES,
    MOST_MESSAGES,
)
from gege.field.scene import FieldRequest, Scene, scene_of
from gege.field.sentences import sentence
from gege.staff.access import open_to
from gege.staff.api import Role

_LOCK_CLASS: Final = 0x67656765
"""Tells our advisory locks from others; the terminal is the second half of the key."""


@open_to(Role.GRID_WORKER)
@require_POST
def messages(request: FieldRequest) -> HttpResponse:
    """Take a batch. One at a time from each terminal, so that the order of an outbox is kept."""
    try:
        given = read_object(request, MOST_BATCH_BYTES)
        sent_at = moment_of(given.get("sent_at"), "sent_at")
    except NotJsonError as error:
        return problem(error.status, error.error, sentence(error.error))
    except Malformed:
        return problem(400, "malformed", sentence("malformed"))
    raws = given.get("messages")
    if not isinstance(raws, list):
        return problem(400, "malformed", sentence("malformed"))
    if len(raws) > MOST_MESSAGES:
        return problem(413, "too_many", sentence("too_many"), most=MOST_MESSAGES)
    with _alone(request.terminal.pk) as alone:
        if not alone:
            return _later("busy", ANSWER_LATER_SECONDS)
        scene = scene_of(request)
        if _flood(scene):
            return _later("flood", FLOOD_SECONDS)
        answers = Taking(scene, sent_at, raws).answers()
    data: dict[str, Any] = {
        "now": localtime(timezone.now()).isoformat(timespec="milliseconds"),
        "answers": answers,
    }
    return answer(data)


@contextmanager
def _alone(terminal_id: int) -> Iterator[bool]:
    """Hold the terminal's lock, if nobody has it. It belongs to the connection, not to a
    transaction: every message has its own."""
    key = [_LOCK_CLASS, terminal_id % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s::int, %s::int)", key)
        taken = bool(cursor.fetchone()[0])
    try:
        yield taken
    finally:
        if taken:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s::int, %s::int)", key)


def _flood(scene: Scene) -> bool:
    since = scene.now - FLOOD_WINDOW
    rows = Receipt.objects.filter(account_id=scene.account.pk, received_at__gt=since)
    return rows.values("key")[: FLOOD_MOST + 1].count() > FLOOD_MOST


def _later(error: str, seconds: int) -> HttpResponse:
    response = problem(429, error, sentence(error))
    response.headers["Retry-After"] = str(seconds)
    return response
