"""Opening, correcting and closing accounts."""

from datetime import UTC, datetime

import pytest

from gege.staff.api import (
    SYSTEM,
    Account,
    Post,
    Refusal,
    activate,
    amend_account,
    create_account,
    deactivate,
    give_post,
)
from gege.staff.rules.roles import Role
from gege.trail.api import Entry
from tests.cast import GRID, Cast

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def refused(code: str) -> "pytest.RaisesExc[Refusal]":
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def test_a_new_account_gets_a_one_time_password_and_must_change_it(cast: Cast) -> None:
    opened = create_account(
        by=cast.administrator,
        now=NOW,
        login_name=" Ｙang.Mei ",
        display_name="杨梅",
        phone="1000000 0001",
    )
    account = Account.objects.get(login_name="yang.mei")
    assert opened.account == account
    assert account.check_password(opened.password)
    assert account.must_change_password
    assert account.is_active
    line = Entry.objects.get(stream=f"account:{account.pk}")
    assert (line.deed, line.account_id) == ("create_account", cast.administrator.account_id)
    assert opened.password not in line.payload


@pytest.mark.parametrize(
    ("login_name", "display_name", "password", "code"),
    [
        ("x", "杨梅", None, "login_name_form"),
        ("杨梅", "杨梅", None, "login_name_form"),
        ("yang mei", "杨梅", None, "login_name_form"),
        ("GRID-worker", "杨梅", None, "login_name_taken"),
        ("yang.mei", "  ", None, "display_name_missing"),
        ("yang.mei", "杨梅", "short", "weak_password"),
        ("yang.mei", "杨梅", "password123", "weak_password"),
        ("yang.mei", "杨梅", "yang.mei-2026", "weak_password"),
    ],
)
def test_a_bad_account_is_refused_and_nothing_is_left(
    cast: Cast, login_name: str, display_name: str, password: str | None, code: str
) -> None:
    before = Account.objects.count(), Entry.objects.count()
    with refused(code):
        create_account(
            by=cast.administrator,
            now=NOW,
            login_name=login_name,
            display_name=display_name,
            password=password,
        )
    assert (Account.objects.count(), Entry.objects.count()) == before


def test_a_name_is_corrected_with_the_old_one_in_the_trail(cast: Cast) -> None:
    account_id = cast.grid_worker.account_id or 0
    amend_account(
        by=cast.administrator, now=NOW, account_id=account_id, display_name="王格", phone=""
    )
    line = Entry.objects.filter(stream=f"account:{account_id}").latest("seq")
    assert line.payload == (
        '{"after":{"display_name":"王格","phone":""},"before":{"display_name":"王网格","phone":""}}'
    )


def test_a_correction_that_changes_nothing_leaves_no_line(cast: Cast) -> None:
    account_id = cast.grid_worker.account_id or 0
    before = Entry.objects.count()
    amend_account(
        by=cast.administrator, now=NOW, account_id=account_id, display_name="王网格", phone=""
    )
    assert Entry.objects.count() == before


@pytest.mark.row("R-015")
def test_deactivating_ends_the_posts_so_that_the_grid_can_be_given(cast: Cast) -> None:
    account_id = cast.grid_worker.account_id or 0
    deactivate(by=cast.administrator, now=NOW, account_id=account_id, reason="离职")
    assert not Account.objects.get(id=account_id).is_active
    give_post(
        by=cast.administrator,
        now=NOW,
        account_id=cast.second_grid_worker.account_id or 0,
        role=Role.GRID_WORKER,
        unit_id=cast.unit_id(GRID),
    )
    held = Post.objects.filter(unit_id=cast.unit_id(GRID), valid_to=None)
    assert [post.account_id for post in held] == [cast.second_grid_worker.account_id]


def test_a_post_to_come_never_holds_after_deactivation(cast: Cast) -> None:
    account_id = cast.stranger.account_id or 0
    coming = give_post(
        by=cast.administrator,
        now=NOW,
        account_id=account_id,
        role=Role.GRID_WORKER,
        unit_id=cast.unit_id("511622102001001"),
        valid_from=datetime(2027, 1, 1, tzinfo=UTC).date(),
    )
    deactivate(by=cast.administrator, now=NOW, account_id=account_id)
    coming.refresh_from_db()
    assert coming.valid_to == coming.valid_from


def test_a_closed_account_opens_again_without_its_posts(cast: Cast) -> None:
    account_id = cast.grid_worker.account_id or 0
    with refused("already_active"):
        activate(by=cast.administrator, now=NOW, account_id=account_id)
    deactivate(by=cast.administrator, now=NOW, account_id=account_id)
    with refused("already_inactive"):
        deactivate(by=cast.administrator, now=NOW, account_id=account_id)
    activate(by=cast.administrator, now=NOW, account_id=account_id)
    assert Account.objects.get(id=account_id).is_active
    assert not Post.objects.filter(account_id=account_id, valid_to=None).exists()


def test_nobody_closes_the_own_account(cast: Cast) -> None:
    with refused("own_account"):
        deactivate(by=cast.administrator, now=NOW, account_id=cast.administrator.account_id or 0)


def test_the_last_administrator_cannot_be_deactivated(cast: Cast) -> None:
    with refused("last_administrator"):
        deactivate(by=SYSTEM, now=NOW, account_id=cast.administrator.account_id or 0)


def test_an_unknown_account_is_refused(cast: Cast) -> None:
    with refused("no_account"):
        deactivate(by=cast.administrator, now=NOW, account_id=0)


def test_an_account_may_be_opened_before_its_person_begins(cast: Cast) -> None:
    opened = create_account(
        by=SYSTEM, now=NOW, login_name="later", display_name="杨梅", may_log_in=False
    )
    account = Account.objects.get(login_name="later")
    assert opened.password == ""
    assert not account.has_usable_password()
    assert account.is_active
