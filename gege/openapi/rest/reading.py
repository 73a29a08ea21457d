"""Reading a query, a body, a form: what the table names, of the kind it says, and nothing else."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gege.kernel.typed_text import cleaned
from gege.openapi.rest.answers import Problem
from gege.openapi.rest.operations import Entry


def query_of(request: HttpRequest, entries: Iterable[Entry]) -> dict[str, Any]:
    """Return the query; every value is text there."""
    given: dict[str, Any] = {}
    for name in request.GET:
        values = request.GET.getlist(name)
        if len(values) > 1:
            raise _wrong(name, _("It stands twice."))
        given[name] = values[0]
    return read_entries(given, entries, texts=True)


def body_of(
    request: HttpRequest, entries: Iterable[Entry], strange: list[str] | None = None
) -> dict[str, Any]:
    """Return the JSON body. With `strange` entries that nobody knows are named there and left out;
    otherwise they are refused."""
    if request.content_type != "application/json":
        raise Problem(415, "not_json", _("Send the body as application/json."))
    try:
        given = plain_json(request.body)
    except ValueError:
        raise Problem(400, "not_json", _("The body is no JSON in UTF-8.")) from None
    if not isinstance(given, dict):
        raise Problem(400, "not_an_object", _("The body must be a JSON object."))
    return read_entries(given, entries, strange=strange)


def plain_json(body: bytes) -> Any:
    """Return what a JSON text in UTF-8 says; raises ValueError for anything that is none."""
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError from error


def form_of(request: HttpRequest, entries: Iterable[Entry]) -> dict[str, Any]:
    """Return the fields of a multipart form, with its files."""
    if request.content_type != "multipart/form-data":
        raise Problem(415, "not_a_form", _("Send the file as multipart/form-data."))
    given: dict[str, Any] = {name: request.POST[name] for name in request.POST}
    given |= {name: request.FILES[name] for name in request.FILES}
    return read_entries(given, entries, texts=True)


def _no_number(text: str) -> None:
    raise ValueError(text)


def read_entries(
    given: Mapping[str, Any],
    entries: Iterable[Entry],
    *,
    texts: bool = False,
    strange: list[str] | None = None,
) -> dict[str, Any]:
    """Return the entries of an object; raises Problem. See `body_of` for what `strange` is."""
    known = {entry.name: entry for entry in entries}
    for name in given:
        if name not in known and strange is not None:
            strange.append(cleaned(str(name), lines=False)[:60])
        elif name not in known:
            raise _wrong(str(name)[:60], _("There is no such entry."))
    found: dict[str, Any] = {}
    for entry in known.values():
        value = given.get(entry.name)
        if value is None or (texts and value == ""):
            if entry.needed:
                raise _wrong(entry.name, _("It is needed."))
            continue
        found[entry.name] = _value(entry, value, texts=texts)
    return found


def _value(entry: Entry, value: Any, *, texts: bool) -> Any:
    if entry.kind == "file":
        if isinstance(value, str):
            raise _wrong(entry.name, _("It must be a file."))
        return value
    if entry.kind in ("whole", "number"):
        return _number(entry, value, texts=texts)
    if entry.kind in ("texts", "rows"):
        return _several(entry, value)
    if entry.kind == "flag":
        if not isinstance(value, bool):
            raise _wrong(entry.name, _("It must be true or false."))
        return value
    if not isinstance(value, str):
        raise _wrong(entry.name, _("It must be a text."))
    return _text(entry, value)


def _several(entry: Entry, value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > entry.items:
        text = _("It must be a list of %(most)s at most.")
        raise _wrong(entry.name, text % {"most": entry.items})
    if entry.kind == "texts":
        if not all(isinstance(one, str) for one in value):
            raise _wrong(entry.name, _("It must be a text."))
        return [_text(entry, one) for one in value]
    if not all(isinstance(one, dict) for one in value):
        raise _wrong(entry.name, _("It must be a list of objects."))
    return [read_entries(one, entry.parts) for one in value]


def _text(entry: Entry, value: str) -> Any:
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise _wrong(entry.name, _("It has signs that no text has."))
    if entry.kind == "moment":
        return _moment(entry, value)
    if entry.kind == "day":
        try:
            day = date.fromisoformat(value) if len(value) == 10 else None
        except ValueError:
            day = None
        if day is None or not 1970 <= day.year <= 2200:
            raise _wrong(entry.name, _("It must be a day like 2026-01-31."))
        return day
    if entry.choices and value not in entry.choices:
        raise _wrong(entry.name, _("This is not one of the choices."))
    if not entry.choices and not entry.least <= len(value) <= entry.most:
        text = _("It must have %(least)s to %(most)s characters.")
        raise _wrong(entry.name, text % {"least": entry.least, "most": entry.most})
    if entry.pattern and not re.fullmatch(entry.pattern, value, re.ASCII):
        raise _wrong(entry.name, _("It cannot be read."))
    return value


def _moment(entry: Entry, value: str) -> datetime:
    try:
        at = datetime.fromisoformat(value) if 10 < len(value) <= 40 else None
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not 1970 <= at.year <= 2200:
        raise _wrong(entry.name, _("It must be a time in ISO 8601 with its offset."))
    return at


def _number(entry: Entry, value: Any, *, texts: bool) -> int | float:
    if texts:
        value = int(value) if re.fullmatch(r"-?[0-9]{1,12}", value, re.ASCII) else None
    whole = isinstance(value, int) and not isinstance(value, bool)
    if entry.kind == "whole" and isinstance(value, float) and value.is_integer():
        value, whole = int(value), True
    if not whole and not (entry.kind == "number" and isinstance(value, float)):
        raise _wrong(entry.name, _("It must be a number."))
    assert isinstance(value, int | float)
    if not math.isfinite(value) or not entry.least <= value <= entry.most:
        text = _("It must be from %(least)s to %(most)s.")
        raise _wrong(entry.name, text % {"least": entry.least, "most": entry.most})
    return value


def _wrong(name: str, text: str) -> Problem:
    return Problem(400, "malformed", f"{name}: {text}", field=name)
