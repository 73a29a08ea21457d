"""What supervision refuses, said on the form that asked for it; out of reach is 404."""

from __future__ import annotations

from collections.abc import Iterator

from gege.desk.saying import Said, SaidOnForm
from gege.supervision.api import NotFound, SupervisionError, sentence_of


class SaidOnOrder(SaidOnForm):
    """Run a deed on an order; its refusal stands on the form."""

    refusals = SupervisionError
    unknown = NotFound

    def sentences(self, error: SupervisionError) -> Iterator[Said]:
        """Return one sentence, at the entry it is about."""
        yield getattr(error, "field", ""), sentence_of(error)
