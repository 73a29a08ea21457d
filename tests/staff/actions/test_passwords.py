"""Passwords and preferences: one's own, and the one-time password of an administrator."""

from datetime import UTC, datetime

import pytest

from gege.staff.api import (
    Account,
    Refusal,
    change_password,
    deactivate,
    own_signature,
    reset_password,
    set_preferences,
)
from gege.staff.passwords import one_time_password
from gege.trail.api import Entry, Signature
from tests.cast import PASSWORD, Cast

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
NEW = "liu-shu-ye-2027"


def _mine(cast: Cast) -> Signature:
    return cast.grid_worker.signature()


def test_a_password_is_changed_and_the_trail_does_not_know_it(cast: Cast) -> None:
    account = change_password(by=_mine(cast), now=NOW, current=PASSWORD, new=NEW)
    account.refresh_from_db()
    assert account.check_password(NEW)
    assert not account.must_change_password
    line = Entry.objects.filter(stream=f"account:{account.pk}").latest("seq")
    assert (line.deed, line.payload) == ("change_password", '{"after":{},"before":{}}')


@pytest.mark.parametrize(
    ("current", "new", "code"),
    [
        ("wrong", NEW, "wrong_password"),
        (PASSWORD, PASSWORD, "same_password"),
        (PASSWORD, "short", "weak_password"),
        (PASSWORD, "1234567890", "weak_password"),
        (PASSWORD, "qwertyuiop", "weak_password"),
        (PASSWORD, "grid-worker1", "weak_password"),
    ],
)
def test_a_bad_change_is_refused(cast: Cast, current: str, new: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        change_password(by=_mine(cast), now=NOW, current=current, new=new)
    assert caught.value.code == code
    assert Account.objects.get(id=cast.grid_worker.account_id).check_password(PASSWORD)


def test_the_refusal_of_an_easy_password_says_each_rule_once(cast: Cast) -> None:
    with pytest.raises(Refusal) as caught:
        change_password(by=_mine(cast), now=NOW, current=PASSWORD, new="12345")
    assert len(caught.value.reasons) == len(set(caught.value.reasons)) == 3


def test_a_reset_gives_a_one_time_password_and_ends_sessions(cast: Cast) -> None:
    account = cast.account("grid_worker")
    before = account.get_session_auth_hash()
    secret = reset_password(by=cast.administrator, now=NOW, account_id=account.pk)
    account.refresh_from_db()
    assert account.check_password(secret)
    assert account.must_change_password
    assert account.get_session_auth_hash() != before
    line = Entry.objects.filter(stream=f"account:{account.pk}").latest("seq")
    assert (line.deed, secret in line.payload) == ("reset_password", False)


def test_nobody_resets_the_own_password_or_that_of_a_closed_account(cast: Cast) -> None:
    with pytest.raises(Refusal) as own:
        reset_password(
            by=cast.administrator, now=NOW, account_id=cast.administrator.account_id or 0
        )
    account_id = cast.stranger.account_id or 0
    deactivate(by=cast.administrator, now=NOW, account_id=account_id)
    with pytest.raises(Refusal) as closed:
        reset_password(by=cast.administrator, now=NOW, account_id=account_id)
    assert (own.value.code, closed.value.code) == ("own_account", "inactive")


def test_one_time_passwords_differ_and_avoid_letters_that_look_alike() -> None:
    made = {one_time_password() for _ in range(200)}
    assert len(made) == 200
    assert not set("".join(made)) & set("il01o")


def test_language_and_print_are_kept_with_a_line_only_when_they_change(cast: Cast) -> None:
    stream = f"account:{cast.grid_worker.account_id}"
    lines = Entry.objects.filter(stream=stream).count()
    account = set_preferences(by=_mine(cast), now=NOW, language="en")
    assert (account.language, account.large_print) == ("en", False)
    set_preferences(by=_mine(cast), now=NOW, language="en", large_print=False)
    assert Entry.objects.filter(stream=stream).count() == lines + 1


def test_an_unknown_language_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal) as caught:
        set_preferences(by=_mine(cast), now=NOW, language="xx")
    assert caught.value.code == "unknown_language"


def test_a_person_without_a_post_signs_with_the_account(cast: Cast) -> None:
    mine = own_signature(cast.grid_worker.account_id or 0, "王网格", None)
    change_password(by=mine, now=NOW, current=PASSWORD, new=NEW)
    line = Entry.objects.filter(stream=f"account:{mine.account_id}").latest("seq")
    assert (line.name, line.post, line.unit_id) == ("王网格", "", None)
