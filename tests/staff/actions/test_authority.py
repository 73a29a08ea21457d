"""Only administrators change people, and only while they are administrators."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from gege.staff.api import (
    POST_ROLES,
    SYSTEM,
    Account,
    Actor,
    Post,
    Refusal,
    Role,
    activate,
    amend_account,
    create_account,
    deactivate,
    end_post,
    give_post,
    reset_password,
    substitute,
)
from gege.trail.api import Entry
from tests.cast import COUNTY, GRID, VACANT_GRID, Cast, add_person

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)


def _deeds(cast: Cast) -> dict[str, Callable[[Actor], Any]]:
    target = cast.stranger.account_id or 0
    return {
        "create_account": lambda by: create_account(
            by=by, now=NOW, login_name="new.one", display_name="新人"
        ),
        "amend_account": lambda by: amend_account(
            by=by, now=NOW, account_id=target, display_name="新名", phone=""
        ),
        "deactivate": lambda by: deactivate(by=by, now=NOW, account_id=target),
        "activate": lambda by: activate(by=by, now=NOW, account_id=target),
        "reset_password": lambda by: reset_password(by=by, now=NOW, account_id=target),
        "give_post": lambda by: give_post(
            by=by,
            now=NOW,
            account_id=target,
            role=Role.GRID_WORKER,
            unit_id=cast.unit_id(VACANT_GRID),
        ),
        "end_post": lambda by: end_post(by=by, now=NOW, post_id=cast.stranger.post_id or 0),
        "substitute": lambda by: substitute(
            by=by,
            now=NOW,
            account_id=target,
            unit_id=cast.unit_id(GRID),
            valid_from=DAY,
            valid_to=DAY + timedelta(days=1),
        ),
    }


@pytest.mark.row("R-085")
@pytest.mark.parametrize("role", [role for role in POST_ROLES if role is not Role.ADMINISTRATOR])
def test_every_other_role_is_refused_every_deed(cast: Cast, role: Role) -> None:
    lines = Entry.objects.count()
    for deed in _deeds(cast).values():
        with pytest.raises(Refusal) as refusal:
            deed(cast.actor(role))
        assert refusal.value.code == "only_administrators"
    assert Entry.objects.count() == lines


def test_an_administrator_whose_post_has_ended_is_refused(cast: Cast) -> None:
    second = add_person("second-administrator", "蒋二管", Role.ADMINISTRATOR, cast.unit_id(COUNTY))
    end_post(by=cast.administrator, now=NOW, post_id=second.post_id or 0)
    for deed in _deeds(cast).values():
        with pytest.raises(Refusal) as refusal:
            deed(second)
        assert refusal.value.code == "post_ended"


def test_a_deed_without_its_line_in_the_trail_is_undone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError("the ledger is full")

    monkeypatch.setattr("gege.staff.authority.record", broken)
    accounts, posts = Account.objects.count(), list(Post.objects.values_list())
    deeds = _deeds(cast)
    del deeds["activate"]
    for deed in deeds.values():
        with pytest.raises(RuntimeError, match="the ledger is full"):
            deed(cast.administrator)
    assert Account.objects.count() == accounts
    assert list(Post.objects.values_list()) == posts


def test_two_administrators_cannot_remove_each_other_at_once(committed_cast: Cast) -> None:
    first = committed_cast.administrator
    second = add_person(
        "second-administrator", "蒋二管", Role.ADMINISTRATOR, committed_cast.unit_id(COUNTY)
    )
    started = threading.Barrier(2)
    outcomes: list[str] = []

    def remove(by: Actor, whom: Actor) -> None:
        try:
            started.wait(timeout=10)
            end_post(by=by, now=NOW, post_id=whom.post_id or 0)
            outcomes.append("removed")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=remove, args=pair) for pair in ((first, second), (second, first))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcomes) == ["post_ended", "removed"]


def test_the_system_may_set_up_people(cast: Cast) -> None:
    opened = create_account(by=SYSTEM, now=NOW, login_name="new.one", display_name="新人")
    line = Entry.objects.get(stream=f"account:{opened.account.pk}")
    assert (line.name, line.role, line.account_id) == ("gege", "system", None)
