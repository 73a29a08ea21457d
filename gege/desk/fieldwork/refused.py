"""What field work refuses, said on the form that asked for it; out of scope is 404."""

from __future__ import annotations

from types import TracebackType

from django import forms
from django.http import Http404

from gege.fieldwork.api import FieldError, Invalid, NotFound, sentence_of


class SaidOn:
    """Run a deed; when it is refused the reason stands on the form, at its field if it has one.

    What follows the deed inside the block happens only when it was done. `names` tells which
    entry of the form a field of the deed is, where the two differ.
    """

    def __init__(self, form: forms.BaseForm, **names: str) -> None:
        self._form = form
        self._names = names

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
        if not isinstance(error, FieldError):
            return False
        name = error.field if isinstance(error, Invalid) else ""
        name = self._names.get(name, name)
        self._form.add_error(name if name in self._form.fields else None, sentence_of(error))
        return True
