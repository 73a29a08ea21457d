"""What a review refuses, said on the form that asked for it; out of reach is 404."""

from __future__ import annotations

from collections.abc import Iterator

from gege.desk.saying import Said, SaidOnForm
from gege.supervision.api import NotFound, SupervisionError
from gege.supervision.api import review_names as words


class SaidOnReview(SaidOnForm):
    """Run a deed on a review; its refusal stands on the form."""

    refusals = SupervisionError
    unknown = NotFound

    def sentences(self, error: SupervisionError) -> Iterator[Said]:
        """Return one sentence, at the entry it is about."""
        yield getattr(error, "field", ""), words.review_sentence(error)
