"""The OpenAPI 3.1 document, written from the table of operations; and a page to read it on."""

import re
from functools import cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from gege.openapi.rest.added import operations, patterns, shapes
from gege.openapi.rest.answers import answer
from gege.openapi.rest.operations import Json, Operation, object_of
from gege.openapi.rest.shapes import ref
from gege.openapi.rules.opinions import THEIR_ID
from gege.staff.access import open_to_everyone

ROOT: Final = "/api/v1/"
_PARAMETER: Final = re.compile(r"<str:(\w+)>")
_PATTERNS: Final = {
    "number": "^[0-9]{8}-[0-9]{7,10}$",
    "sha256": "^[0-9a-f]{64}$",
    "day": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "case": f"^{THEIR_ID}$",
}
_REFUSALS: Final = {
    "400": "It cannot be read.",
    "401": "No token, or one that opens nothing.",
    "403": "The token does not have the right.",
    "404": "There is no such thing for this post.",
    "405": "There is no such method here.",
    "409": "Somebody was faster: read it again.",
    "413": "It is too large.",
    "415": "The body is of another kind.",
    "422": "The rules do not allow it, or an entry cannot be taken.",
    "429": "Too many requests; see Retry-After.",
}
_OF_READING: Final = frozenset({"400", "401", "403", "404", "405", "429"})


@open_to_everyone
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """Answer the document."""
    return answer(document())


@open_to_everyone
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the operations on a plain page, without a script."""
    context = {"shown": [shown(one) for one in operations()]}
    return render(request, "openapi/docs.html", context)


@cache
def document() -> Json:
    """Return the document; it is in English, whoever asks."""
    with translation.override("en"):
        return _document()


def _document() -> Json:
    paths: dict[str, Json] = {}
    for one in operations():
        paths.setdefault(address(one), {})[one.method.lower()] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Gege",
            "version": "1",
            "description": "For departments and townships with systems of their own.",
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": dict(shapes()),
        },
    }


def address(one: Operation) -> str:
    return ROOT + _PARAMETER.sub(r"{\1}", one.path)


def shown(one: Operation) -> Json:
    """Return what the page shows of an operation."""
    return {
        "method": one.method,
        "address": address(one),
        "about": one.about,
        "right": one.right,
        "entries": one.query or one.body,
        "status": one.status,
        "answer": one.answer,
    }


def _operation(one: Operation) -> Json:
    found: Json = {
        "operationId": one.name,
        "summary": str(one.about),
        "parameters": _parameters(one),
        "responses": _responses(one),
    }
    if one.change:
        kind = "multipart/form-data" if one.form else "application/json"
        content = {kind: {"schema": object_of(one.body, more=one.lenient)}}
        found["requestBody"] = {"required": True, "content": content}
    return found


def _parameters(one: Operation) -> list[Json]:
    found: list[Json] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "pattern": {**_PATTERNS, **patterns()}[name]},
        }
        for name in _PARAMETER.findall(one.path)
    ]
    found.extend(
        {
            "name": entry.name,
            "in": "query",
            "required": entry.needed,
            "description": str(entry.about),
            "schema": {k: v for k, v in entry.schema().items() if k != "description"},
        }
        for entry in one.query
    )
    if one.change and one.keyed:
        about = "The same key is the same request: done once, answered alike, for 30 days."
        key: Json = {"type": "string", "pattern": "^[!-~]{1,100}$"}
        found.append(
            {"name": "Idempotency-Key", "in": "header", "description": about, "schema": key}
        )
    return found


def _responses(one: Operation) -> dict[str, Any]:
    if one.binary:
        kinds = ("image/jpeg", "image/png", "image/webp", "application/pdf")
        content: Json = {kind: {} for kind in kinds}
    else:
        content = {"application/json": {"schema": ref(one.answer)}}
    done = {"description": "Done.", "content": content}
    found: dict[str, Any] = {str(status): done for status in (one.status, *one.also)}
    for status, about in _REFUSALS.items():
        if one.change or status in _OF_READING or status in one.refuses:
            said = {"application/json": {"schema": ref("Problem")}}
            found[status] = {"description": about, "content": said}
    return found
