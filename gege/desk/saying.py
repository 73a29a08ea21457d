"""What a room refuses, said on the form that asked for it."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Any, ClassVar

from django import forms
from django.http import Http404

Said = tuple[str, str]
"""The entry that a sentence belongs to ("" when it is about the whole form), and the sentence."""


class SaidOnForm:
    """Run a deed; when its room refuses, the reasons stand on the form, each at its entry.

    What follows the deed inside the block (the message, the redirect) happens only when it was
    done; after a refusal the page goes on behind the block and shows the form again. A room names
    its `refusals`, and `unknown` for what is not there for this person: that answers 404.
    """

    refusals: ClassVar[type[Exception]]
    unknown: ClassVar[type[Exception] | None] = None

    def __init__(self, form: forms.BaseForm, **names: str) -> None:
        """Take the form; `names` tells which entry a field of the deed is, where they differ."""
        self._form = form
        self._names = names

    def sentences(self, error: Any) -> Iterable[Said]:
        """Return what a refusal says."""
        raise NotImplementedError

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if self.unknown is not None and isinstance(error, self.unknown):
            raise Http404 from error
        if not isinstance(error, self.refusals):
            return False
        for field, sentence in self.sentences(error):
            name = self._names.get(field, field)
            self._form.add_error(name if name in self._form.fields else None, sentence)
        return True
