"""One request of the standard: its format, its language, its jurisdiction, its key."""

import logging
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, Final

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from gege.matters.api import Setting, local_date, setting
from gege.openapi.knock import Caller, Shut, caller_of, greet_stranger, key_in
from gege.openapi.open311.answers import FORMATS, Problem, refusal
from gege.staff.access import open_to_everyone

log = logging.getLogger(__name__)
_BROKEN: Final = (
    SuspiciousOperation,
    BadRequest,
    MultiPartParserError,
    UnreadablePostError,
)
_STATUS: Final = {"no_key": 403, "wrong_key": 403, "too_many": 429}
"""The standard: "403 for errors because of wrong or missing api_key"."""
LONGEST_VALUE: Final = 8000


class Asked:
    """A request as the standard reads it. `caller` is None for who came without a key."""

    def __init__(self, request: HttpRequest, form: str, where: Setting) -> None:
        self.request = request
        self.form = form
        self.where = where
        self.caller: Caller | None = None

    @property
    def today(self) -> date:
        return local_date(self.where.now)

    @property
    def language(self) -> str:
        return translation.get_language() or "zh-hans"

    def values(self, query: QueryDict) -> dict[str, str]:
        """Return the parameters; an empty one is as good as none (the standard says so)."""
        found = {}
        for name in query:
            value = str(query.get(name) or "")
            if "\ufffd" in value or "\ufffd" in name:
                raise Problem(400, _("The request is not in UTF-8."))
            if len(value) > LONGEST_VALUE or len(name) > 100:
                raise Problem(400, _("%(name)s is too long.") % {"name": name[:40]})
            if value.strip():
                found[name] = value
        return found

    def knock(self, given: dict[str, str], *, needed: bool) -> None:
        """Find out who asks; without a key only what needs none."""
        key = key_in(self.request, given.get("api_key", ""))
        try:
            if key or needed:
                self.caller = caller_of(self.request, key, self.where)
            else:
                greet_stranger(self.request, self.where.now)
        except Shut as shut:
            raise Problem(_STATUS[shut.why], shut.text, retry_after=shut.retry_after) from None

    def jurisdiction(self, given: dict[str, str]) -> None:
        """Raise Problem(404) for another jurisdiction; one endpoint serves one county."""
        asked, county = given.get("jurisdiction_id", ""), self.where.atlas.county()
        if asked and (county is None or asked != county.code):
            text = _("jurisdiction_id %(value)s was not found.")
            raise Problem(404, text % {"value": asked[:40]})


View = Callable[..., HttpResponse]


def speaks(view: Callable[..., HttpResponse]) -> View:
    """Turn a view of the standard into one of Django: format, language, and errors as a list."""

    @open_to_everyone
    @wraps(view)
    def answered(request: HttpRequest, form: str, **named: Any) -> HttpResponse:
        with translation.override(language_of(request)):
            try:
                if form not in FORMATS:
                    raise Problem(404, _("There are the formats xml and json."))
                return view(Asked(request, form, setting(timezone.now())), **named)
            except Problem as problem:
                return refusal(form, problem)
            except UnicodeError:
                return refusal(form, Problem(400, _("The request is not in UTF-8.")))
            except _BROKEN as error:
                log.warning("an unreadable request at Open311: %s", type(error).__name__)
                said = _("The request cannot be read, or is too large.")
                return refusal(form, Problem(400, said))

    return answered


def language_of(request: HttpRequest) -> str:
    """Return the first language of the head that there is; the county's own otherwise."""
    for language, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if language.startswith("en"):
            return "en"
        if language.startswith("zh"):
            break
    return "zh-hans"
