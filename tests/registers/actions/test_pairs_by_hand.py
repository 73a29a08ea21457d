"""A pair that somebody put side by side by hand opens nobody's data (R-045)."""

from __future__ import annotations

from typing import Any

import pytest

from gege.registers.api import Invalid, Pair, propose, reveal
from gege.territory.api import read_editions
from tests.cast import Cast
from tests.registers.actions.merging import Twice
from tests.registers.keeping_records import LATER, go_live

pytestmark = [pytest.mark.django_db, pytest.mark.row("R-045")]


def test_who_stands_above_makes_no_case_by_putting_two_side_by_side(cast: Cast) -> None:
    go_live()
    twice = Twice(cast)
    above: dict[str, Any] = {
        "by": cast.township_operator, "now": LATER, "editions": read_editions(),
    }  # fmt: skip
    pair = propose(twice.kept.uid, twice.other.uid, **above)
    asked = {"fields": ["name"], "purpose": "verification", "case": "pair", **above}
    with pytest.raises(Invalid) as caught:
        reveal(twice.kept.uid, **asked)
    assert (caught.value.field, caught.value.word) == ("case", "no_open_pair")
    # What the platform found is a case.
    Pair.objects.filter(pk=pair.pk).update(found_by="linkage")
    assert reveal(twice.kept.uid, **asked) == {"name": "王小明"}
