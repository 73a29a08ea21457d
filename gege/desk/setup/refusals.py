"""A refusal of the territory, said on the form that asked for the deed."""

from __future__ import annotations

from types import TracebackType

from django import forms

from gege.territory.api import RefusedError, explain_all


class RefusalsSaidOn:
    """Run a deed of the territory; when it is refused, the reasons stand on the form.

    What follows the deed inside the block (the message, the redirect) happens only when it was
    done; after a refusal the page goes on behind the block and shows the form again.
    """

    def __init__(self, form: forms.BaseForm) -> None:
        self._form = form

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if not isinstance(error, RefusedError):
            return False
        for said in explain_all(error):
            self._form.add_error(None, said)
        return True
