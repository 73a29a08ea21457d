"""What the standard answers with: the same values as JSON and as XML, errors as a list."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from xml.etree import ElementTree

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

from gege.matters.api import LOCAL

FORMATS: Final[Mapping[str, str]] = {
    "xml": "text/xml; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
_ONE_OF: Final[Mapping[str, str]] = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
"""How the entries of a list are called in XML; JSON has no names for them."""


class Problem(Exception):  # noqa: N818 - an answer, not a fault
    """What the standard answers with an error list: the status, and what is said."""

    def __init__(self, status: int, *said: str, retry_after: int = 0) -> None:
        self.status = status
        self.said = said
        self.retry_after = retry_after
        super().__init__(status)


def answer(form: str, root: str, content: Any, status: int = 200) -> HttpResponse:
    """Return a content under its name; a list has no name in JSON."""
    if form == "json":
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    else:
        body = ElementTree.tostring(_element(root, content), "utf-8", xml_declaration=True)
    response = HttpResponse(body, status=status, content_type=FORMATS.get(form, FORMATS["xml"]))
    response.headers["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Accept-Language"])
    return response


def refusal(form: str, problem: Problem) -> HttpResponse:
    """Return an error list; whatever is no format is told so in XML, which every client reads."""
    said = [{"code": problem.status, "description": one} for one in problem.said]
    response = answer(form if form in FORMATS else "xml", "errors", said, problem.status)
    if problem.retry_after:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def moment(at: datetime | None) -> str | None:
    return at.astimezone(LOCAL).isoformat(timespec="seconds") if at else None


def _element(name: str, content: Any) -> ElementTree.Element:
    element = ElementTree.Element(name)
    if isinstance(content, Mapping):
        for key, value in content.items():
            element.append(_element(key, value))
    elif isinstance(content, Sequence) and not isinstance(content, str):
        for one in content:
            element.append(_element(_ONE_OF[name], one))
    elif content is not None:
        element.text = _text(content)
    return element


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    # What people typed was cleaned; what XML cannot say at all is left out all the same.
    return "".join(sign for sign in str(value) if sign >= " " or sign in "\n\t")
