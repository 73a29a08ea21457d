"""A refusal of the territory, said on the form that asked for the deed."""

from __future__ import annotations

from gege.desk.saying import Said, SaidOnForm
from gege.territory.api import RefusedError, explain_all


class RefusalsSaidOn(SaidOnForm):
    """Run a deed of the territory; when it is refused, the reasons stand on the form."""

    refusals = RefusedError

    def sentences(self, error: RefusedError) -> list[Said]:
        """Return every reason; none belongs to one entry."""
        return [("", said) for said in explain_all(error)]
