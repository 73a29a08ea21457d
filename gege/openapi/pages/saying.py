"""What the room refuses, said on the form that asked for it; a deed behind a button likewise."""

from gege.desk.api import Said, SaidAboveNext, SaidOnForm, Saying
from gege.openapi.errors import ClientError, NotFound
from gege.openapi.names import sentence_of


class _OfTheRoom(Saying):
    refusals = ClientError
    unknown = NotFound

    def sentences(self, error: ClientError) -> tuple[Said, ...]:
        """Return one sentence, at the entry it is about."""
        return ((getattr(error, "field", ""), sentence_of(error)),)


class SaidOn(_OfTheRoom, SaidOnForm):
    """Run a deed; a refusal stands on the form. Unknown is 404."""


class SaidAbove(_OfTheRoom, SaidAboveNext):
    """Run a deed that has no form of its own; a refusal stands above the page that comes next."""
