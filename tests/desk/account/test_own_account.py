"""The own account: password, language, print, posts."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gege.staff.api import SYSTEM, Account, Role, end_post, reset_password
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.urls("tests.staff.doors")
NEW = "liu-shu-ye-2027"


def _change(
    client: Client, current: str = PASSWORD, new: str = NEW, again: str | None = None
) -> int:
    fields = {"current": current, "new_password": new, "again": new if again is None else again}
    return client.post("/account/password", fields).status_code


def test_the_account_page_shows_name_and_posts(cast: Cast) -> None:
    page = cast.client("grid_worker").get("/account").content.decode()
    for words in ("王网格", "grid-worker", "网格员", "解放路社区第1网格", "2020-01-01", "在任"):
        assert words in page


@pytest.mark.parametrize("who", ["electronic_supervisor", "grid_worker", "administrator"])
def test_everybody_changes_the_own_password_and_stays_logged_in(cast: Cast, who: str) -> None:
    client = cast.client(who)
    other = cast.client(who)
    assert client.get("/account/password").status_code == 200
    assert _change(client) == 302
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302
    assert cast.account(who).check_password(NEW)


@pytest.mark.parametrize(
    ("current", "new", "again", "said"),
    [
        ("wrong", NEW, NEW, "当前密码不正确。"),
        (PASSWORD, NEW, "other-new-2027", "两次输入的新密码不一致。"),
        (PASSWORD, PASSWORD, PASSWORD, "新密码不能与当前密码相同。"),
        (PASSWORD, "grid-worker1", "grid-worker1", "密码过于简单。"),
        (PASSWORD, "short", "short", "密码过于简单。"),
        ("", "", "", "这一项必须填写。"),
    ],
)
def test_a_refused_password_is_explained_and_not_shown(
    cast: Cast, current: str, new: str, again: str, said: str
) -> None:
    client = cast.client("grid_worker")
    fields = {"current": current, "new_password": new, "again": again}
    response = client.post("/account/password", fields)
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert cast.account("grid_worker").check_password(PASSWORD)
    assert PASSWORD not in page


def test_with_a_one_time_password_the_way_goes_on_after_the_change(cast: Cast) -> None:
    secret = reset_password(
        by=cast.administrator, now=timezone.now(), account_id=cast.grid_worker.account_id or 0
    )
    client = Client()
    client.post("/login", {"username": "grid-worker", "password": secret})
    assert client.get("/posts").headers["Location"] == "/account/password"
    assert "一次性密码" in client.get("/account/password").content.decode()
    assert _change(client, current=secret) == 302
    assert client.get("/posts").status_code == 200


def test_language_and_print_are_kept(cast: Cast) -> None:
    client = cast.client("electronic_supervisor")
    client.post("/account/preferences", {"language": "en", "large_print": "on"})
    account = cast.account("electronic_supervisor")
    assert (account.language, account.large_print) == ("en", True)
    assert "My account" in client.get("/account").content.decode()
    client.post("/account/preferences", {"language": "zh-hans"})
    account.refresh_from_db()
    assert (account.language, account.large_print) == ("zh-hans", False)


def test_an_unknown_language_changes_nothing(cast: Cast) -> None:
    client = cast.client("grid_worker")
    response = client.post("/account/preferences", {"language": "xx"}, follow=True)
    assert "没有这种语言。" in response.content.decode()
    assert client.post("/language", {"language": "xx"}).status_code == 404


def test_the_language_is_switched_from_any_page_and_comes_back(cast: Cast) -> None:
    client = cast.client("grid_worker")
    response = client.post("/language", {"language": "en", "next": "/posts"})
    assert response.headers["Location"] == "/posts"
    assert client.get("/posts").json()["language"] == "en"
    assert Account.objects.get(id=cast.grid_worker.account_id).language == "en"


def test_the_language_is_switched_before_logging_in(db: None) -> None:
    client = Client()
    response = client.post("/language", {"language": "en", "next": "//evil.example"})
    assert response.headers["Location"] == "/"
    assert client.get("/everyone").json() == {"language": "en"}
    assert client.cookies["django_language"]["httponly"] is True


def test_who_has_no_post_is_told_and_can_still_reach_the_own_account(cast: Cast) -> None:
    client = cast.client("grid_worker")
    assert client.get("/account/no-post").headers["Location"] == "/"
    end_post(by=SYSTEM, now=timezone.now(), post_id=cast.grid_worker.post_id or 0)
    response = client.get("/account/no-post")
    assert response.status_code == 403
    assert "您目前没有岗位" in response.content.decode()
    assert "已结束" in client.get("/account").content.decode()
    assert _change(client) == 302
    assert client.post("/language", {"language": "en"}).status_code == 302


def test_own_pages_are_closed_without_log_in(db: None) -> None:
    for address in ("/account", "/account/password", "/account/no-post"):
        assert Client().get(address).status_code == 302
    for address in ("/account/preferences", "/account/post", "/logout"):
        assert Client().post(address).headers["Location"] == "/login"


def test_the_account_page_reads_people_twice(cast: Cast) -> None:
    client = cast.client(Role.GRID_WORKER)
    client.get("/account")
    with CaptureQueriesContext(connection) as queries:
        client.get("/account")
    about_people = [one for one in queries.captured_queries if "staff_" in one["sql"]]
    assert len(about_people) == 2
