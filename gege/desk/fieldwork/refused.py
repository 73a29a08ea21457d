"""What field work refuses, said on the form that asked for it; out of scope is 404."""

from __future__ import annotations

from gege.desk.saying import Said, SaidOnForm
from gege.fieldwork.api import FieldError, NotFound, sentence_of


class SaidOn(SaidOnForm):
    """Run a deed of field work; a refusal stands on the form."""

    refusals = FieldError
    unknown = NotFound

    def sentences(self, error: FieldError) -> tuple[Said, ...]:
        """Return the one sentence, at its entry if it is one entry's fault."""
        return ((getattr(error, "field", ""), sentence_of(error)),)
