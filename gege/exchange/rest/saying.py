"""What the registers and the exchange refuse, said as the interface says it."""

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gege.exchange.errors import ExchangeError, Invalid, NotFound
from gege.exchange.names import sentence_of
from gege.openapi.api import Call, Problem
from gege.registers import api as registers

_SHUT: Final = frozenset({"no_entry", "not_live", "paused"})
_ANEW: Final = frozenset({"begin_anew", "cursor_ahead"})
View = Callable[..., HttpResponse]


def said(view: View) -> View:
    """Wrap a view: a refusal becomes an answer with its status, a word and a sentence.

    403 where nothing may be given now, 404 for what is not there, 409 where it has to begin anew
    or somebody was faster, 422 for what the rules do not allow.
    """

    @wraps(view)
    def wrapped(call: Call, **named: str) -> HttpResponse:
        try:
            return view(call, **named)
        except ExchangeError as error:
            raise _of_exchange(error) from None
        except registers.RegisterError as error:
            raise _of_registers(error) from None

    return wrapped


def _of_exchange(error: ExchangeError) -> Problem:
    more = {"field": error.field} if isinstance(error, Invalid) else {}
    status = 422
    if isinstance(error, NotFound):
        status = 404
    elif error.word in _SHUT:
        status = 403
    elif error.word in _ANEW:
        status = 409
    return Problem(status, error.word, sentence_of(error), **more)


def _of_registers(error: registers.RegisterError) -> Problem:
    if isinstance(error, registers.NotFound):
        return Problem(404, "not_found", _("There is no such thing here."))
    if isinstance(error, registers.Stale):
        return Problem(409, "stale", registers.sentence_of(error))
    if isinstance(error, registers.Faults):
        name, wrong = next(iter(error.fields.items()))
        text = registers.sentence_of_wrong(wrong, get_language() or "")
        return Problem(422, "faults", f"{name}: {text}", field=name)
    status = 403 if error.word in ("not_live", "reads_only") else 422
    more = {"field": error.field} if isinstance(error, registers.Invalid) else {}
    return Problem(status, error.word, registers.sentence_of(error), **more)
