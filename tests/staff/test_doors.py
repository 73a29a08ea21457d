"""Who passes which door, and what a request costs before its view runs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone

from gege.staff.access import access_of, open_to, open_to_signed_in
from gege.staff.api import (
    POST_ROLES,
    SYSTEM,
    Account,
    Role,
    deactivate,
    end_post,
    give_post,
    reset_password,
    substitute,
)
from tests.cast import COMMUNITY, GRID, SECOND_COMMUNITY, SECOND_GRID, VACANT_GRID, Cast

pytestmark = pytest.mark.urls("tests.staff.doors")
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/posts?light=red"}
Queries = Callable[..., Any]


def test_a_view_without_a_mark_is_closed_to_everybody(cast: Cast) -> None:
    assert Client().get("/unmarked").status_code == 404
    for role in POST_ROLES:
        assert cast.client(role).get("/unmarked").status_code == 404


@pytest.mark.row("R-031", "R-085")
def test_a_door_for_roles_opens_to_these_roles_only(cast: Cast) -> None:
    passed = {role for role in POST_ROLES if cast.client(role).get("/clerks").status_code == 200}
    assert passed == {Role.STATION_CLERK, Role.ELECTRONIC_SUPERVISOR}
    refused = {cast.client(role).get("/clerks").status_code for role in set(POST_ROLES) - passed}
    assert refused == {404}


@pytest.mark.row("R-085")
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_electronic_supervision_can_read_and_write_nothing(cast: Cast, method: str) -> None:
    client = cast.client("electronic_supervisor")
    assert client.get("/clerks").status_code == 200
    assert client.head("/clerks").status_code == 200
    for address in ("/clerks", "/posts", "/unmarked"):
        assert getattr(client, method)(address).status_code == 404
    assert getattr(client, method)("/own-door").status_code == 200


def test_others_may_write_where_they_may_read(cast: Cast) -> None:
    assert cast.client("station_clerk").post("/clerks").status_code == 200


@pytest.mark.parametrize("address", ["/clerks", "/posts?light=red", "/own-door"])
def test_who_is_not_logged_in_is_sent_to_log_in_and_back(db: None, address: str) -> None:
    response = Client().get(address)
    assert response.status_code == 302
    assert response.headers["Location"] == "/login?next=" + address.replace("/", "%2F").replace(
        "?", "%3F"
    ).replace("=", "%3D")


def test_after_a_form_nobody_is_sent_back_to_the_form(db: None) -> None:
    response = Client().post("/clerks")
    assert (response.status_code, response.headers["Location"]) == (302, "/login")


def test_htmx_is_sent_to_log_in_as_a_whole_page(db: None) -> None:
    response = Client().get("/clerks", headers=HTMX)
    assert response.status_code == 200
    assert response.headers["HX-Redirect"] == "/login?next=%2Fposts%3Flight%3Dred"
    assert response.content == b""


def test_the_way_back_never_leaves_the_site(db: None) -> None:
    response = Client().get(
        "/clerks", headers={**HTMX, "HX-Current-URL": "https://evil.example/x?y=1"}
    )
    assert response.headers["HX-Redirect"] == "/login?next=%2Fx%3Fy%3D1"


def test_htmx_of_a_wrong_role_gets_404(cast: Cast) -> None:
    assert cast.client("hotline_operator").get("/clerks", headers=HTMX).status_code == 404


def test_everybody_passes_the_open_door(cast: Cast) -> None:
    assert Client().get("/everyone").status_code == 200
    assert cast.client("electronic_supervisor").post("/everyone").status_code == 200


@pytest.mark.parametrize("address", ["/clerks", "/posts"])
def test_a_person_without_a_post_sees_nothing_but_a_page_that_says_so(
    cast: Cast, address: str
) -> None:
    client = cast.client("station_clerk")
    end_post(by=SYSTEM, now=timezone.now(), post_id=cast.station_clerk.post_id or 0)
    response = client.get(address)
    assert (response.status_code, response.headers["Location"]) == (302, "/account/no-post")
    assert client.get(address, headers=HTMX).headers["HX-Redirect"] == "/account/no-post"
    assert client.get("/own-door").json() == {"held": 0}
    assert client.get("/unmarked").status_code == 404


def test_a_one_time_password_leads_to_the_change_and_nowhere_else(cast: Cast) -> None:
    reset_password(
        by=cast.administrator, now=timezone.now(), account_id=cast.stranger.account_id or 0
    )
    client = cast.client("stranger")
    response = client.get("/posts")
    assert (response.status_code, response.headers["Location"]) == (302, "/account/password")
    assert client.get("/own-door").status_code == 200


def test_a_deactivated_person_is_out_with_the_next_request(cast: Cast) -> None:
    client = cast.client("stranger")
    assert client.get("/posts").status_code == 200
    deactivate(by=SYSTEM, now=timezone.now(), account_id=cast.stranger.account_id or 0)
    assert client.get("/posts").headers["Location"] == "/login?next=%2Fposts"


def test_a_reset_password_ends_the_sessions_of_the_account(cast: Cast) -> None:
    client = cast.client("stranger")
    reset_password(
        by=cast.administrator, now=timezone.now(), account_id=cast.stranger.account_id or 0
    )
    assert client.get("/own-door").headers["Location"] == "/login?next=%2Fown-door"


def test_a_request_costs_its_session_and_one_statement(
    cast: Cast, django_assert_num_queries: Queries
) -> None:
    _give_second_post(cast)
    client = cast.client("station_clerk")
    client.get("/posts")
    with django_assert_num_queries(2) as queries:
        response = client.get("/posts")
    assert response.json()["held"] == [COMMUNITY, VACANT_GRID]
    tables = [
        next(word for word in ("django_session", "staff_post") if word in query["sql"])
        for query in queries.captured_queries
    ]
    assert tables == ["django_session", "staff_post"]


def test_a_stranger_without_a_session_costs_nothing(
    db: None, django_assert_num_queries: Queries
) -> None:
    with django_assert_num_queries(0):
        assert Client().get("/everyone").status_code == 200
        assert Client().get("/posts").status_code == 302


def test_the_post_is_chosen_and_kept(cast: Cast) -> None:
    post_id = _give_second_post(cast)
    client = cast.client("station_clerk")
    assert client.get("/posts").json()["unit"] == COMMUNITY
    assert client.post("/account/post", {"post": post_id}).status_code == 302
    assert client.get("/posts").json()["unit"] == VACANT_GRID
    assert client.get("/clerks").status_code == 404


def test_only_an_own_post_can_be_chosen(cast: Cast) -> None:
    client = cast.client("station_clerk")
    for wanted in (cast.administrator.post_id, "", "x", "-1", "9" * 30):
        assert client.post("/account/post", {"post": wanted}).status_code == 404
    assert client.get("/posts").json()["unit"] == COMMUNITY


def test_a_chosen_post_in_the_session_that_is_not_ones_own_is_ignored(cast: Cast) -> None:
    client = cast.client("station_clerk")
    session = client.session
    session["post_id"] = cast.administrator.post_id
    session.save()
    assert client.get("/posts").json()["unit"] == COMMUNITY


@pytest.mark.row("R-015", "R-019")
def test_a_substitute_passes_the_doors_of_the_post(cast: Cast) -> None:
    today = timezone.localdate()
    substitute(
        by=cast.administrator,
        now=timezone.now(),
        account_id=cast.second_grid_worker.account_id or 0,
        unit_id=cast.unit_id(GRID),
        valid_from=today,
        valid_to=today + timedelta(days=1),
    )
    client = cast.client("second_grid_worker")
    assert client.get("/posts").json()["held"] == [SECOND_GRID, GRID]


def test_idle_sessions_end_and_the_person_is_told(cast: Cast, settings: Any) -> None:
    settings.GEGE_IDLE_MINUTES = 30
    client = cast.client("station_clerk")
    client.get("/posts")
    _seen(client, seconds_ago=30 * 60 - 5)
    assert client.get("/posts").status_code == 200
    _seen(client, seconds_ago=30 * 60 + 5)
    assert client.get("/posts").headers["Location"] == "/login?next=%2Fposts"
    said = [str(message) for message in client.get("/login").context["messages"]]
    assert said == ["您已有 30 分钟未操作，系统已自动退出。"]


def test_the_last_use_is_written_at_most_once_a_minute(
    cast: Cast, django_assert_num_queries: Queries
) -> None:
    client = cast.client("station_clerk")
    client.get("/posts")
    with django_assert_num_queries(2):
        client.get("/posts")
    _seen(client, seconds_ago=61)
    client.get("/posts")
    assert client.session["seen"] >= timezone.now().timestamp() - 5


def test_what_a_page_does_on_its_own_does_not_keep_a_session_alive(cast: Cast) -> None:
    client = cast.client("station_clerk")
    client.get("/posts")
    before = _seen(client, seconds_ago=600)
    client.get("/posts", headers={"X-Background": "1"})
    assert client.session["seen"] == before


def test_no_idle_log_out_where_it_is_switched_off(cast: Cast, settings: Any) -> None:
    settings.GEGE_IDLE_MINUTES = 0
    client = cast.client("station_clerk")
    _seen(client, seconds_ago=10**6)
    assert client.get("/posts").status_code == 200


def test_the_language_is_the_accounts_then_the_cookies_then_chinese(cast: Cast) -> None:
    client = cast.client("station_clerk")
    assert client.get("/posts").json()["language"] == "zh-hans"
    Account.objects.filter(id=cast.station_clerk.account_id).update(language="en")
    response = client.get("/posts")
    assert (response.json()["language"], response.headers["Content-Language"]) == ("en", "en")
    stranger = Client()
    assert stranger.get("/everyone").json() == {"language": "zh-hans"}
    stranger.cookies["django_language"] = "en"
    assert stranger.get("/everyone").json() == {"language": "en"}
    stranger.cookies["django_language"] = "../../etc"
    assert stranger.get("/everyone").json() == {"language": "zh-hans"}


def test_one_person_may_be_logged_in_where_others_are(cast: Cast) -> None:
    first, second = cast.client("station_clerk"), cast.client("second_station_clerk")
    assert first.get("/posts").json()["unit"] == COMMUNITY
    assert second.get("/posts").json()["unit"] == SECOND_COMMUNITY


def test_an_empty_list_of_roles_does_not_read_as_everybody() -> None:
    with pytest.raises(ValueError, match="at least one role"):
        open_to()


def test_a_mark_survives_a_decorator_around_it() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    from django.views.decorators.cache import never_cache

    marked = open_to_signed_in(view)
    assert access_of(never_cache(marked)) == access_of(marked)
    assert access_of(lambda: None) is None


def _give_second_post(cast: Cast) -> int:
    post = give_post(
        by=SYSTEM,
        now=timezone.now(),
        account_id=cast.station_clerk.account_id or 0,
        role=Role.GRID_WORKER,
        unit_id=cast.unit_id(VACANT_GRID),
    )
    return post.pk


def _seen(client: Client, *, seconds_ago: int) -> int:
    session = client.session
    session["seen"] = int(timezone.now().timestamp()) - seconds_ago
    session.save()
    return int(session["seen"])
