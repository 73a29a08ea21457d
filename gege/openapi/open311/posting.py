"""`/requests`: the list by GET, a new request by POST."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from gege.matters.api import MatterError, sentence_of
from gege.openapi.actions.once import KeyUsed
from gege.openapi.actions.send import Parcel, digest_of, send
from gege.openapi.open311.answers import Problem, answer
from gege.openapi.open311.asking import Asked, speaks
from gege.openapi.open311.entries import posted
from gege.openapi.open311.reading import listed

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_SAID = {
    "kind": "service_code",
    "point": "lat, long",
    "grid_code": "address_id",
    "happened_at": "attribute[happened_at]",
    "severity": "attribute[severity]",
    "intent": "attribute[intent]",
    "title": "attribute[title]",
    "address": "address_string",
    "name": "first_name, last_name",
    "file": "media",
}
"""How the standard calls what the platform calls otherwise."""


@csrf_exempt
@speaks
def requests(asked: Asked) -> HttpResponse:
    """A key is asked for before anything else that could change something."""
    if asked.request.method in ("GET", "HEAD"):
        return listed(asked)
    if asked.request.method != "POST":
        asked.knock({}, needed=True)
        raise Problem(400, _("Requests are read by GET and created by POST."))
    return _create(asked)


def _create(asked: Asked) -> HttpResponse:
    request = asked.request
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.content_type not in FORMS and length not in ("", "0"):
        asked.knock(asked.values(request.GET), needed=True)
        raise Problem(400, _("A request is sent form-encoded (application/x-www-form-urlencoded)."))
    if request.content_type == FORMS[0]:
        request.body.decode("utf-8")  # Django would take what is no UTF-8 for Latin letters
    given = asked.values(request.POST)
    for name in ("api_key", "jurisdiction_id"):
        if name in request.GET:
            given.setdefault(name, str(request.GET[name]))
    asked.knock(given, needed=True)
    caller = asked.caller
    assert caller is not None  # a key was needed
    if not caller.client.reports:
        raise Problem(403, _("This API key may not create requests."))
    asked.jurisdiction(given)
    entry = posted(given, asked)
    files = request.FILES.getlist("media")
    key = request.headers.get("Idempotency-Key", "")
    parcel = Parcel(
        entry.report,
        whole=entry.whole,
        address_id=entry.address_id,
        media_url=entry.media_url,
        files=tuple(files),
        key=key,
        digest=digest_of("open311", given, files) if key else "",
    )
    try:
        number = send(parcel, caller=caller, where=asked.where).number
    except KeyUsed:
        said = _("This Idempotency-Key was used for another request.")
        raise Problem(400, said) from None
    except MatterError as error:
        field = getattr(error, "field", "")
        said = sentence_of(error)
        raise Problem(400, f"{_SAID.get(field, field)}: {said}" if field else said) from None
    content = [
        {
            "service_request_id": number,
            "service_notice": _("It is with the unit that is responsible for the place."),
            "account_id": entry.account_id,
        }
    ]
    return answer(asked.form, "service_requests", content, 201)
