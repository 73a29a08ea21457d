"""Reading and writing JSON at the edge of the handheld."""

import hashlib
import json
from typing import Any, Final, NoReturn

from django.http import HttpRequest, JsonResponse

from gege.field.rules.bounds import too_deep
from gege.kernel.typed_text import whole_number

JSON: Final = "application/json"


class NotJsonError(Exception):
    """The body is not what was agreed; `status` and `error` answer it."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status, self.error = status, error


def read_json(request: HttpRequest, most: int) -> Any:
    """Return a body as JSON of a bounded size and depth; raises NotJsonError."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if whole_number(length, most) is None:
        raise NotJsonError(413, "too_large")
    body = request.read(most + 1)
    if len(body) > most:
        raise NotJsonError(413, "too_large")
    try:
        value = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise NotJsonError(400, "malformed") from None
    if too_deep(value):
        raise NotJsonError(400, "malformed")
    return value


def read_object(request: HttpRequest, most: int) -> dict[str, Any]:
    """Return a body that must be a JSON object; raises NotJsonError."""
    value = read_json(request, most)
    if not isinstance(value, dict):
        raise NotJsonError(400, "malformed")
    return value


def answer(data: Any, status: int = 200) -> JsonResponse:
    """Return JSON in UTF-8, never kept by anything between."""
    response = JsonResponse(data, status=status, safe=False, json_dumps_params=_DUMPS)
    response.headers["Cache-Control"] = "no-store"
    return response


def problem(status: int, error: str, text: object = "", **more: Any) -> JsonResponse:
    """Return a refusal: a word for the program, a sentence for the person."""
    response = answer({"error": error, "text": str(text), **more}, status)
    if status == 413:
        # The rest of the body is not read: the connection cannot carry another request.
        response.headers["Connection"] = "close"
    return response


def canonical(data: Any) -> bytes:
    """Return the one way in which data is written, for sums over it."""
    return json.dumps(data, sort_keys=True, separators=(",", ":")).encode("ascii")


def digest(data: Any) -> str:
    return hashlib.sha256(canonical(data)).hexdigest()


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


_DUMPS: Final = {"ensure_ascii": False, "separators": (",", ":")}
