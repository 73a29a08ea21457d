"""What a room refuses, said on the form that asked for it, or above the page that comes next."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest

Said = tuple[str, str]
"""The entry that a sentence belongs to ("" when it is about the whole form), and the sentence."""


class Saying:
    """Run a deed; when its room refuses, the reasons are said.

    What follows the deed inside the block (the message, the redirect) happens only when it was
    done; after a refusal the page goes on behind the block. A room names its `refusals`, and
    `unknown` for what is not there for this person: that answers 404.
    """

    refusals: ClassVar[type[Exception]]
    unknown: ClassVar[type[Exception] | None] = None

    def sentences(self, error: Any) -> Iterable[Said]:
        """Return what a refusal says."""
        raise NotImplementedError

    def say(self, field: str, sentence: str) -> None:
        """Say one of the sentences."""
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
            self.say(field, sentence)
        return True


class SaidOnForm(Saying):
    """The reasons stand on the form, each at its entry; the page shows the form again."""

    def __init__(self, form: forms.BaseForm, **names: str) -> None:
        """Take the form; `names` tells which entry a field of the deed is, where they differ."""
        self._form = form
        self._names = names

    def say(self, field: str, sentence: str) -> None:
        """Let it stand at its entry, or above the form where there is none."""
        name = self._names.get(field, field)
        self._form.add_error(name if name in self._form.fields else None, sentence)


class SaidAboveNext(Saying):
    """For a deed behind a button: the reasons stand above the page that comes next."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def say(self, field: str, sentence: str) -> None:
        """Keep it for the next page."""
        messages.error(self._request, sentence)
