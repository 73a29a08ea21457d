"""What the exchange refuses, said on the form that asked for it, or above the next page."""

from types import TracebackType

from django.contrib import messages
from django.http import Http404, HttpRequest

from gege.desk.api import Said, SaidOnForm
from gege.exchange.errors import ExchangeError, NotFound
from gege.exchange.names import sentence_of


class SaidOn(SaidOnForm):
    """Run a deed; a refusal stands on the form. Unknown is 404."""

    refusals = ExchangeError
    unknown = NotFound

    def sentences(self, error: ExchangeError) -> tuple[Said, ...]:
        return ((getattr(error, "field", ""), sentence_of(error)),)


class SaidAbove:
    """Run a deed that has no form of its own; a refusal stands above the page that comes next."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if isinstance(error, NotFound):
            raise Http404 from error
        if isinstance(error, ExchangeError):
            messages.error(self._request, sentence_of(error))
            return True
        return False
