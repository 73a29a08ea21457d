"""`/healthz`: whether the platform is well, and what is not. Open to everyone, tells no secret."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gege import __version__
from gege.config.findings import RUNNING, State, look
from gege.staff.access import open_to_everyone


@open_to_everyone
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, migrations, worker and calendar are well, else 503.

    The body names each with what it says and, where it is not well, how to mend it.
    """
    found = look(RUNNING, timezone.now())
    well = all(finding.state is not State.WRONG for finding in found)
    body = {
        "well": well,
        "version": __version__,
        "findings": {
            finding.name: {"state": finding.state, "says": finding.says}
            | ({"mend": finding.mend} if finding.mend else {})
            for finding in found
        },
    }
    response = JsonResponse(body, status=200 if well else 503)
    # Watchers ask every few seconds: the answer is the message, a log line each time is noise.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
