"""What the registers refuse, said on the form that asked for it; out of reach is 404."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.utils.translation import get_language

from gege.desk.saying import Said, SaidOnForm
from gege.registers.api import Faults, NotFound, RegisterError, sentence_of, sentence_of_wrong


class SaidOn(SaidOnForm):
    """Run a deed on a register; every fault stands at its entry."""

    refusals = RegisterError
    unknown = NotFound

    word = ""
    """The word of the refusal, for pages that offer a way on."""
    values: ClassVar[Mapping[str, Any]] = {}

    def sentences(self, error: RegisterError) -> Iterator[Said]:
        """Return one sentence, or one for each field that cannot be taken."""
        self.word, self.values = error.word, error.values  # type: ignore[misc]
        if isinstance(error, Faults):
            for name, wrong in error.fields.items():
                yield name, sentence_of_wrong(wrong, get_language() or "")
            return
        yield getattr(error, "field", ""), sentence_of(error)
