"""How long a page may keep the database busy: one statement that does not end stalls no office.

Only the processes that serve pages are bound. The worker, migrations and commands may take their
time: what they do nobody waits for at a screen.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from psycopg.errors import QueryCanceled

TRY_AGAIN_SECONDS = 30
DATA = "/field/api/"
"""Below it programs ask, which read no page."""


def bind_statements() -> None:
    """Let the server end a statement of this process after `settings.GEGE_STATEMENT_SECONDS`.

    To be called before the first connection is made; 0 leaves statements unbound.
    """
    if settings.GEGE_STATEMENT_SECONDS:
        options = connections.settings["default"].setdefault("OPTIONS", {})
        options["options"] = f"-c statement_timeout={settings.GEGE_STATEMENT_SECONDS}s"


class PatienceMiddleware:
    """Answers in words when the database ended a statement that took too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer 503 with words; None for any other error. Its transaction is undone already."""
        if not isinstance(error, OperationalError) or not isinstance(
            error.__cause__, QueryCanceled
        ):
            return None
        if request.path.startswith(DATA):
            words = render_to_string("desk/errors/503_line.html").strip()
            response: HttpResponse = JsonResponse({"error": "busy", "text": words}, status=503)
        else:
            response = render(request, "desk/errors/503.html", status=503)
        response.headers["Retry-After"] = str(TRY_AGAIN_SECONDS)
        return response
