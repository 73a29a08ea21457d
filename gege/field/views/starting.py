"""The start of a shift, and every sync after it: what changed since the phone last asked."""

from typing import Any, Final

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST

from gege.field.answers import NotJsonError, answer, problem, read_object
from gege.field.rules.bounds import ANSWER_LATER_SECONDS, MOST_START_BYTES
from gege.field.rules.clock import told_time
from gege.field.scene import FieldRequest, Scene, scene_of
from gege.field.sections.table import SECTIONS, sections
from gege.field.sentences import sentence
from gege.field.turns import Turn, alone, later
from gege.fieldwork import api as fieldwork
from gege.registers import api as registers
from gege.staff.access import open_to
from gege.staff.api import Role
from gege.trail.api import note_access

DOORS_FOR: Final = "contact"
"""The declared purpose for which a phone holds the doors of its grid."""


@open_to(Role.GRID_WORKER)
@csrf_exempt
@gzip_page
@require_POST
def start(request: FieldRequest) -> HttpResponse:
    """Answer with the sections that differ from the sums in `have`, and note the contact."""
    try:
        given = read_object(request, MOST_START_BYTES)
    except NotJsonError as error:
        return problem(error.status, error.error, sentence(error.error))
    have, waiting = ({} if given.get("have") is None else given["have"]), given.get("waiting", 0)
    if not isinstance(have, dict) or isinstance(waiting, bool) or not isinstance(waiting, int):
        return problem(400, "malformed", sentence("malformed"))
    if not isinstance(given.get("want", []), list):
        return problem(400, "malformed", sentence("malformed"))
    with alone(request.terminal.pk, Turn.START) as its_turn:
        if not its_turn:
            return later("busy", ANSWER_LATER_SECONDS)
        return _started(request, given, have, waiting)


def _started(
    request: FieldRequest, given: dict[str, Any], have: dict[str, Any], waiting: int
) -> HttpResponse:
    fieldwork.contact(
        request.terminal.pk,
        app_version=str(given.get("app_version") or "")[:40],
        waiting=waiting,
        now=timezone.now(),
    )
    known = {name: str(have[name]) for name in SECTIONS if isinstance(have.get(name), str)}
    scene = scene_of(request)
    want = frozenset(one for one in given.get("want", []) if isinstance(one, str))
    changed, unchanged = sections(scene, known, want)
    if "doors" in changed:
        _note_doors(scene)
    data: dict[str, Any] = {
        "now": localtime(told_time(scene.now, timezone.now())).isoformat(timespec="milliseconds"),
        # Beside the sections: it changes with every answer and is no reason to send `me` again.
        "csrf": get_token(request),
        "sections": changed,
        "unchanged": unchanged,
    }
    if "me" in changed:
        changed["me"]["data"] = {**changed["me"]["data"], "csrf": data["csrf"]}
    return answer(data)


def _note_doors(scene: Scene) -> None:
    """Write down that the doors of the worker's grids went to a phone; one line for each grid."""
    purpose = registers.current_contract(scene.where.editions).purposes.get(DOORS_FOR)
    for actor in scene.held:
        note_access(
            by=actor.signature(),
            now=scene.now,
            subject=f"registers:{actor.area_code}",
            fields="unit_no,dwelling_no,visit_refused",
            purpose=purpose.zh if purpose else DOORS_FOR,
        )
