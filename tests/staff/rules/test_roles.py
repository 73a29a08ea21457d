"""The table of roles and the units they sit in."""

import pytest

from gege.staff.rules.roles import POST_ROLES, UNIT_KIND_OF, Role, fits, may_write


def test_nobody_holds_the_system() -> None:
    assert Role.SYSTEM not in POST_ROLES
    assert Role.RESIDENT not in POST_ROLES
    assert len(POST_ROLES) == len(Role) - 2


def test_every_role_has_exactly_one_kind_of_unit() -> None:
    assert set(UNIT_KIND_OF) == set(POST_ROLES)
    for role in POST_ROLES:
        assert [kind for kind in set(UNIT_KIND_OF.values()) if fits(role, kind)] == [
            UNIT_KIND_OF[role]
        ]


def test_the_system_fits_nowhere() -> None:
    assert not any(fits(Role.SYSTEM, kind) for kind in set(UNIT_KIND_OF.values()))


@pytest.mark.row("R-085")
def test_only_electronic_supervision_writes_nothing() -> None:
    assert [role for role in Role if not may_write(role)] == [Role.ELECTRONIC_SUPERVISOR]
