"""One request: who asks, with which right, for which operation; and every refusal in JSON."""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from gege.matters import api as matters
from gege.matters.api import Setting, setting
from gege.openapi.actions.once import KeyUsed, Outcome, once
from gege.openapi.actions.send import digest_of
from gege.openapi.errors import ClientError, Invalid, NotFound
from gege.openapi.knock import Caller, Shut, caller_of, key_in
from gege.openapi.names import sentence_of
from gege.openapi.open311.asking import language_of
from gege.openapi.rest.answers import Problem, answer
from gege.openapi.rest.operations import Operation
from gege.openapi.rest.reading import body_of, form_of, query_of
from gege.staff.access import open_to_everyone
from gege.staff.api import Actor

log = logging.getLogger(__name__)
KEY_HEAD: Final = "Idempotency-Key"
_BROKEN: Final = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError)
_STATUS: Final = {"no_key": 401, "wrong_key": 401, "too_many": 429}


@dataclass
class Call:
    """A request as its operation reads it."""

    request: HttpRequest
    operation: Operation
    caller: Caller
    where: Setting
    query: dict[str, Any]
    body: dict[str, Any]
    strange: list[str]

    @property
    def by(self) -> Actor:
        return self.caller.actor

    @property
    def now(self) -> datetime:
        return self.where.now

    @property
    def language(self) -> str:
        return translation.get_language() or "zh-hans"

    @property
    def key(self) -> str:
        return self.request.headers.get(KEY_HEAD, "")

    def digest(self) -> str:
        """Return the fingerprint of what is asked, for its idempotency key."""
        files = [one for one in self.body.values() if isinstance(one, UploadedFile)]
        said = {k: v for k, v in self.body.items() if not isinstance(v, UploadedFile)}
        plain = json.loads(json.dumps(said, default=str))
        return digest_of(f"{self.operation.method} {self.request.path}", plain, files)

    def once(self, do: Callable[[], Outcome]) -> Outcome:
        """Do a deed under the request's idempotency key, if it has one."""
        digest = self.digest() if self.key else ""
        return once(self.key, digest, do, caller=self.caller, now=self.now)


def route(*operations: Operation) -> Callable[..., HttpResponseBase]:
    """Return the view of one address. Programs come with a token, never with a form's."""
    by_method = {one.method: one for one in operations}

    @csrf_exempt
    @open_to_everyone
    def answered(request: HttpRequest, **named: str) -> HttpResponseBase:
        with translation.override(language_of(request)):
            try:
                return _answered(request, by_method, named)
            except Problem as problem:
                return _refused(problem, by_method)

    return answered


def _answered(
    request: HttpRequest, by_method: dict[str, Operation], named: dict[str, str]
) -> HttpResponseBase:
    where = setting(timezone.now())
    try:
        caller = caller_of(request, key_in(request), where)
    except Shut as shut:
        more = {"retry_after": shut.retry_after} if shut.retry_after else {}
        raise Problem(_STATUS[shut.why], shut.why, shut.text, **more) from None
    method = "GET" if request.method == "HEAD" else request.method or ""
    operation = by_method.get(method)
    if operation is None:
        raise Problem(405, "method", _("This address knows no such method."))
    if operation.right and not getattr(caller.client, operation.right):
        raise Problem(403, "no_right", _("This token does not have the right to do this."))
    try:
        query = query_of(request, operation.query)
        strange: list[str] = []
        body = _body(request, operation, strange) if operation.change else {}
        call = Call(request, operation, caller, where, query, body, strange)
        return operation.view(call, **named)
    except RequestDataTooBig:
        raise Problem(413, "too_large", _("The body is too large.")) from None
    except _BROKEN as error:
        log.warning("an unreadable request at the interface: %s", type(error).__name__)
        raise Problem(400, "unreadable", _("The request cannot be read.")) from None
    except KeyUsed:
        text = _("This Idempotency-Key was used for another request.")
        raise Problem(422, "key_used", text) from None
    except matters.MatterError as error:
        raise _said(error) from None
    except ClientError as error:
        status = 404 if isinstance(error, NotFound) else 422
        raise Problem(status, error.word, sentence_of(error), **_field(error)) from None


def _field(error: ClientError) -> dict[str, str]:
    return {"field": error.field} if isinstance(error, Invalid) else {}


def _body(request: HttpRequest, operation: Operation, strange: list[str]) -> dict[str, Any]:
    if operation.form:
        return form_of(request, operation.body)
    return body_of(request, operation.body, strange if operation.lenient else None)


def _said(error: matters.MatterError) -> Problem:
    """Return what the platform refuses as an answer: absent, overtaken, or against a rule."""
    text = matters.sentence_of(error)
    if isinstance(error, matters.NotFound):
        return Problem(404, "not_found", text)
    if isinstance(error, matters.Stale):
        return Problem(409, "stale", text)
    if isinstance(error, matters.Invalid):
        return Problem(422, error.word, text, field=error.field)
    return Problem(422, error.word, text)


def _refused(problem: Problem, by_method: dict[str, Operation]) -> HttpResponse:
    response = answer(problem.content, problem.status)
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="gege"'
    if problem.status == 405:
        response.headers["Allow"] = ", ".join(_allowed(list(by_method)))
    if "retry_after" in problem.content:
        response.headers["Retry-After"] = str(problem.content["retry_after"])
    return response


def _allowed(methods: Sequence[str]) -> list[str]:
    return sorted({*methods, *(("HEAD",) if "GET" in methods else ())})
