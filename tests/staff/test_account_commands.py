"""`gege account`: the first administrator, the list, a new password."""

import pytest
from click.testing import CliRunner
from django.utils import timezone

from gege.staff.api import Account, actor_for, factor_of
from gege.staff.commands import account
from tests.cast import COUNTY, Cast
from tests.staff.factor.devices import set_up


def _run(*arguments: str, typed: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(account, list(arguments), input=typed)
    return result.exit_code, result.output


def test_an_administrator_is_made_with_a_password_that_is_asked_for(cast: Cast) -> None:
    typed = "Second.Admin\n蒋二管\ncai-hong-qiao-1\ncai-hong-qiao-1\n"
    code, said = _run("create-admin", typed=typed)
    assert (code, said.splitlines()[-1]) == (0, "second.admin administers Wusheng County.")
    assert "cai-hong-qiao-1" not in said
    made = Account.objects.get(login_name="second.admin")
    actor = actor_for(made.pk, None, timezone.now())
    assert actor is not None
    assert (actor.role, actor.unit_code) == ("administrator", COUNTY)
    assert (made.must_change_password, made.check_password("cai-hong-qiao-1")) == (False, True)


@pytest.mark.parametrize(
    ("login", "password"),
    [("x", "cai-hong-qiao-1"), ("administrator", "cai-hong-qiao-1"), ("second.admin", "short")],
)
def test_a_refused_administrator_leaves_nothing(cast: Cast, login: str, password: str) -> None:
    before = Account.objects.count()
    code, said = _run("create-admin", "--login", login, "--name", "蒋", "--password", password)
    assert (code, said.startswith("Error: ")) == (1, True)
    assert Account.objects.count() == before


def test_without_a_county_the_way_to_one_is_told(db: None) -> None:
    code, said = _run("create-admin", "--login", "ab", "--name", "蒋", "--password", "x" * 12)
    assert code == 1
    assert "gege territory import-divisions" in said


def test_accounts_are_listed_with_their_posts(cast: Cast) -> None:
    code, said = _run("list")
    lines = dict(line.split("\t", 1) for line in said.splitlines())
    assert code == 0
    assert len(lines) == len(cast.people)
    assert lines["administrator"] == f"冯管理\tadministrator@{COUNTY}"
    assert _run("list", "--inactive") == (0, "")


def test_a_password_is_reset_from_the_command_line(cast: Cast) -> None:
    code, said = _run("reset-password", "ADMINISTRATOR")
    assert code == 0
    assert cast.account("administrator").check_password(said.split(": ")[1].strip())
    assert _run("reset-password", "nobody")[0] == 1


def test_a_second_factor_is_reset_from_the_command_line(cast: Cast) -> None:
    account_id = cast.administrator.account_id or 0
    assert _run("reset-second-factor", "administrator", "--reason", "lost")[0] == 1
    set_up(cast.administrator, timezone.now())
    code, said = _run("reset-second-factor", "Administrator", typed="手机与备用码都丢失\n")
    assert (code, said.splitlines()[-1]) == (
        0,
        "administrator has no second factor now, and is told.",
    )
    assert factor_of(account_id) is None
    assert _run("reset-second-factor", "nobody", "--reason", "x")[0] == 1
