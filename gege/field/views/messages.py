"""The outbox of a phone arrives: a batch of messages, answered one by one."""

from typing import Any

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
from gege.field.rules.clock import told_time
from gege.field.scene import FieldRequest, Scene, scene_of
from gege.field.sentences import sentence
from gege.field.turns import Turn, alone, later
from gege.staff.access import open_to
from gege.staff.api import Role


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
    with alone(request.terminal.pk, Turn.MESSAGES) as its_turn:
        if not its_turn:
            return later("busy", ANSWER_LATER_SECONDS)
        scene = scene_of(request)
        if _flood(scene):
            return later("flood", FLOOD_SECONDS)
        answers = Taking(scene, sent_at, raws).answers()
    data: dict[str, Any] = {
        "now": localtime(told_time(scene.now, timezone.now())).isoformat(timespec="milliseconds"),
        "answers": answers,
    }
    return answer(data)


def _flood(scene: Scene) -> bool:
    since = scene.now - FLOOD_WINDOW
    rows = Receipt.objects.filter(account_id=scene.account.pk, received_at__gt=since)
    return rows.values("key")[: FLOOD_MOST + 1].count() > FLOOD_MOST
