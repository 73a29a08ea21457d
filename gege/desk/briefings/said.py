"""What is refused about briefings and digests, said where it was asked; out of reach is 404."""

from __future__ import annotations

from collections.abc import Iterator

from gege.desk.saying import Said, SaidAboveNext, SaidOnForm
from gege.supervision.api import NotFound, SupervisionError, briefing_names
from gege.trail.api import NotPublished


class SaidOnBriefing(SaidOnForm):
    """Run a deed; its refusal stands on the form."""

    refusals = SupervisionError
    unknown = NotFound

    def sentences(self, error: SupervisionError) -> Iterator[Said]:
        """Return one sentence, at the entry it is about."""
        yield getattr(error, "field", ""), briefing_names.briefing_sentence(error)


class SaidAboveBriefing(SaidAboveNext):
    """Run a deed behind a button; its refusal stands above the page that comes next."""

    refusals = SupervisionError
    unknown = NotFound

    def sentences(self, error: SupervisionError) -> Iterator[Said]:
        """Return one sentence."""
        yield "", briefing_names.briefing_sentence(error)


class SaidOnTopics(SaidOnForm):
    """Publish topics; what is wrong stands on the form."""

    refusals = NotPublished

    def sentences(self, error: NotPublished) -> Iterator[Said]:
        """Return one sentence."""
        word = error.word if error.word in briefing_names.BRIEFING_SENTENCES else ""
        yield "", str(briefing_names.BRIEFING_SENTENCES.get(word, error))
