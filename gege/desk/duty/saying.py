"""What duty refuses, said on the form that asked for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gege.desk.saying import Said, SaidOnForm
from gege.staff.api import duty, names_of


class DutySaid(SaidOnForm):
    """Run a deed of duty; each fault that is in the way is a sentence of its own."""

    refusals = duty.DutyError
    unknown = duty.NotFound

    def sentences(self, error: Any) -> Iterable[Said]:
        if isinstance(error, duty.Uncovered):
            return [("", one) for one in fault_lines(error.faults)]
        field = error.field if isinstance(error, duty.Invalid) else ""
        return [(field, duty.names.sentence_of(error))]


def fault_lines(faults: Iterable[Any]) -> list[str]:
    """Return faults as sentences, in one statement for all their names."""
    found: list[duty.Fault] = list(faults)
    names = names_of({one.account_id for one in found if one.account_id is not None})
    return [duty.names.fault_sentence(one, names.get(one.account_id or 0, "")) for one in found]
