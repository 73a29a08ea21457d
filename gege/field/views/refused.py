"""A form token is missing or old: JSON for the handheld, the usual page for everybody else."""

from django.http import HttpRequest, HttpResponse
from django.views.csrf import csrf_failure

from gege.field.answers import problem
from gege.field.middleware import API
from gege.field.sentences import sentence


def without_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403. The handheld then reads its token anew and repeats."""
    if request.path.startswith(API):
        return problem(403, "csrf", sentence("csrf"))
    return csrf_failure(request, reason)
