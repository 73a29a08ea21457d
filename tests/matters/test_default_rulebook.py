"""The rulebook a new county starts with can be used as it is."""

from __future__ import annotations

import pytest

from gege.matters.api import default_rulebook, problems_of
from gege.territory.demonstration.tables import DEPARTMENTS


def test_nothing_is_wrong_with_it() -> None:
    assert problems_of(default_rulebook()) == []


@pytest.mark.row("R-036")
def test_the_demonstration_county_has_every_department_it_names() -> None:
    known = {department.code for department in DEPARTMENTS}
    named = {code for kind in default_rulebook().kinds for code in kind.leads}
    assert named - known == set()


@pytest.mark.row("R-036")
def test_every_kind_that_is_not_for_anybody_has_a_department() -> None:
    orphans = [kind.code for kind in default_rulebook().kinds if not kind.leads]
    assert orphans == ["F09", "G05", "G06"]
