"""The administrators' pages: people, posts, vacant grids."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gege.staff.api import POST_ROLES, SYSTEM, Account, Post, Role, create_account, deactivate
from tests.cast import (
    COUNTY,
    FOUNDED_AT,
    GRID,
    HOUSING,
    SECOND_GRID,
    VACANT_GRID,
    Cast,
    add_person,
)

pytestmark = [pytest.mark.urls("tests.staff.doors"), pytest.mark.usefixtures("standing_clock")]


def _addresses(cast: Cast) -> list[str]:
    target = cast.stranger.account_id
    return [
        "/people",
        "/people/new",
        "/people/vacant-grids",
        f"/people/posts/{cast.stranger.post_id}/end",
        f"/people/{target}",
        f"/people/{target}/amend",
        f"/people/{target}/reset-password",
        f"/people/{target}/deactivate",
        f"/people/{target}/give-post",
        f"/people/{target}/give-post?role=grid_worker",
        f"/people/{target}/substitute",
    ]


@pytest.fixture
def admin(cast: Cast) -> Client:
    return cast.client("administrator")


def test_every_page_opens_for_administrators(cast: Cast, admin: Client) -> None:
    for address in _addresses(cast):
        assert (address, admin.get(address).status_code) == (address, 200)


@pytest.mark.row("R-085")
@pytest.mark.parametrize("role", [role for role in POST_ROLES if role is not Role.ADMINISTRATOR])
def test_every_page_is_404_for_every_other_role(cast: Cast, role: Role) -> None:
    client = cast.client(role)
    before = list(Account.objects.values_list()), list(Post.objects.values_list())
    for address in [*_addresses(cast), f"/people/{cast.stranger.account_id}/activate"]:
        assert (address, client.get(address).status_code) == (address, 404)
        assert (address, client.post(address).status_code) == (address, 404)
    assert (list(Account.objects.values_list()), list(Post.objects.values_list())) == before


def test_every_page_leads_to_log_in_without_one(cast: Cast) -> None:
    for address in _addresses(cast):
        assert Client().get(address).headers["Location"].startswith("/login?next=")


def test_the_pages_speak_english_too(cast: Cast, admin: Client) -> None:
    Account.objects.filter(id=cast.administrator.account_id).update(language="en")
    for address in _addresses(cast):
        page = admin.get(address).content.decode()
        left = re.sub(r"<[^>]*>|简体中文|演示数据，均为虚构", "", page)
        chinese = set(re.findall(r"[一-鿿]+", left))
        names = {actor.name for actor in cast.people.values()}
        assert (address, chinese - names) == (address, set())


def test_people_are_listed_found_and_turned_by_page(cast: Cast, admin: Client) -> None:
    page = admin.get("/people").content.decode()
    assert [name in page for name in ("王网格", "褚外人", "冯管理")] == [True] * 3
    assert _names(admin, q="王网") == ["王网格"]
    assert _names(admin, q="GRID-w") == ["王网格"]
    assert _names(admin, role="grid_worker") == ["王网格", "李二格"]
    assert _names(admin, q="' or 1=1 --") == []
    assert _names(admin, q="%") == []
    assert admin.get("/people", {"role": "emperor"}).status_code == 404


def test_the_list_goes_on_behind_the_last_name(cast: Cast, admin: Client) -> None:
    for number in range(60):
        create_account(
            by=SYSTEM, now=FOUNDED_AT, login_name=f"z{number:03}", display_name=f"某{number}"
        )
    first = admin.get("/people")
    following = first.context["turns"].next
    assert len(first.context["page"].lines) == 50
    second = admin.get(f"/people{following}")
    assert len(second.context["page"].lines) == 60 + len(cast.people) - 50
    assert second.context["turns"].next == ""


def test_the_list_costs_the_same_with_one_row_and_with_many(cast: Cast, admin: Client) -> None:
    admin.get("/people")
    costs = []
    for filters in ({"q": "王网格"}, {}):
        with CaptureQueriesContext(connection) as queries:
            admin.get("/people", filters)
        about_people = [one for one in queries.captured_queries if "staff_" in one["sql"]]
        costs.append((len(queries), len(about_people)))
    assert costs[0] == costs[1]
    assert costs[0][1] == 3


def test_a_new_account_shows_its_password_once(cast: Cast, admin: Client) -> None:
    fields = {"login_name": "Yang.Mei", "display_name": "杨梅", "phone": "1000000 0001"}
    response = admin.post("/people/new", fields)
    secret = response.context["one_time_password"]
    account = Account.objects.get(login_name="yang.mei")
    assert secret in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert account.check_password(secret)
    assert secret not in admin.get(f"/people/{account.pk}").content.decode()
    again = admin.post("/people/new", fields)
    assert again.status_code == 422
    assert "登录名 yang.mei 已被使用。" in again.content.decode()
    assert Account.objects.filter(login_name="yang.mei").count() == 1


def test_a_bad_account_keeps_what_was_typed(cast: Cast, admin: Client) -> None:
    response = admin.post("/people/new", {"login_name": "杨 梅", "display_name": "<b>杨梅</b>"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="杨 梅"' in page
    assert "&lt;b&gt;杨梅&lt;/b&gt;" in page


def test_a_name_is_corrected(cast: Cast, admin: Client) -> None:
    target = cast.stranger.account_id
    admin.post(f"/people/{target}/amend", {"display_name": "褚外", "phone": ""})
    assert Account.objects.get(id=target).display_name == "褚外"


def test_a_password_is_reset_after_one_question(cast: Cast, admin: Client) -> None:
    target = cast.stranger.account_id
    assert "褚外人" in admin.get(f"/people/{target}/reset-password").content.decode()
    response = admin.post(f"/people/{target}/reset-password")
    assert Account.objects.get(id=target).check_password(response.context["one_time_password"])


def test_an_account_is_closed_and_opened(cast: Cast, admin: Client) -> None:
    target = cast.stranger.account_id
    admin.post(f"/people/{target}/deactivate", {"reason": "离职"})
    assert not Account.objects.get(id=target).is_active
    assert "已停用" in admin.get(f"/people/{target}").content.decode()
    assert _names(admin, state="inactive") == ["褚外人"]
    assert admin.post(f"/people/{target}/deactivate").status_code == 422
    admin.post(f"/people/{target}/activate")
    assert Account.objects.get(id=target).is_active


@pytest.mark.parametrize("deed", ["deactivate", "reset-password"])
def test_nobody_does_it_to_the_own_account(cast: Cast, admin: Client, deed: str) -> None:
    response = admin.post(f"/people/{cast.administrator.account_id}/{deed}")
    assert response.status_code == 422
    assert "不能对自己的账号这样操作" in response.content.decode()
    assert Account.objects.get(id=cast.administrator.account_id).is_active


@pytest.mark.row("R-015")
def test_a_post_is_given_and_the_grid_is_no_longer_vacant(cast: Cast, admin: Client) -> None:
    assert "第3网格" in admin.get("/people/vacant-grids").content.decode()
    target = cast.stranger.account_id
    response = admin.post(f"/people/{target}/give-post?role=grid_worker", _days(cast, VACANT_GRID))
    assert response.headers["Location"] == f"/people/{target}"
    post = Post.objects.get(account_id=target, unit_id=cast.unit_id(VACANT_GRID))
    assert (post.role, post.valid_to) == ("grid_worker", None)
    assert "第3网格" not in admin.get("/people/vacant-grids").content.decode()


@pytest.mark.row("R-015")
def test_a_grid_that_is_held_is_refused_by_name(cast: Cast, admin: Client) -> None:
    target = cast.stranger.account_id
    response = admin.post(f"/people/{target}/give-post?role=grid_worker", _days(cast, GRID))
    page = response.content.decode()
    assert response.status_code == 422
    assert "“解放路社区第1网格”在所选日期内已有责任网格员：王网格。" in page


def test_only_units_of_the_role_can_be_chosen(cast: Cast, admin: Client) -> None:
    target = cast.stranger.account_id
    address = f"/people/{target}/give-post?role=department_officer"
    units = [
        value for value, _ in admin.get(address).context["form"].fields["unit"].choices if value
    ]
    assert cast.unit_id(HOUSING) in units
    assert len(units) == 3
    assert admin.post(address, _days(cast, GRID)).status_code == 422
    assert admin.get(f"/people/{target}/give-post?role=system").status_code == 404


@pytest.mark.row("R-015", "R-019")
def test_a_substitute_is_appointed_to_the_last_day_inclusive(cast: Cast, admin: Client) -> None:
    target = cast.second_grid_worker.account_id
    today = timezone.localdate()
    admin.post(
        f"/people/{target}/substitute",
        {**_days(cast, GRID), "last_day": (today + timedelta(days=6)).isoformat()},
    )
    post = Post.objects.get(account_id=target, substitute=True)
    assert (post.valid_from, post.valid_to) == (today, today + timedelta(days=7))
    assert "代班" in admin.get(f"/people/{target}").content.decode()


def test_a_substitute_needs_a_last_day(cast: Cast, admin: Client) -> None:
    target = cast.second_grid_worker.account_id
    assert admin.post(f"/people/{target}/substitute", _days(cast, GRID)).status_code == 422


def test_a_post_is_ended_at_once_or_on_its_last_day(cast: Cast, admin: Client) -> None:
    today = timezone.localdate()
    admin.post(f"/people/posts/{cast.grid_worker.post_id}/end", {"last_day": "", "reason": "调岗"})
    assert Post.objects.get(id=cast.grid_worker.post_id).valid_to == today
    admin.post(
        f"/people/posts/{cast.second_grid_worker.post_id}/end", {"last_day": today.isoformat()}
    )
    ended = Post.objects.get(id=cast.second_grid_worker.post_id)
    assert ended.valid_to == today + timedelta(days=1)


def test_the_own_and_the_last_post_of_an_administrator_stay(cast: Cast, admin: Client) -> None:
    address = f"/people/posts/{cast.administrator.post_id}/end"
    assert "不能调整自己的岗位" in admin.post(address).content.decode()
    second = add_person("second-administrator", "蒋二管", Role.ADMINISTRATOR, cast.unit_id(COUNTY))
    cast.client(second).post(address)
    assert Post.objects.get(id=cast.administrator.post_id).valid_to == timezone.localdate()


def test_own_posts_are_not_given_by_oneself(cast: Cast, admin: Client) -> None:
    address = f"/people/{cast.administrator.account_id}/give-post?role=grid_worker"
    response = admin.post(address, _days(cast, VACANT_GRID))
    assert response.status_code == 422
    assert "不能调整自己的岗位" in response.content.decode()


def test_what_is_not_there_is_404(cast: Cast, admin: Client) -> None:
    for address in ("/people/0", "/people/posts/0/end", "/people/99999999/amend"):
        assert admin.get(address).status_code == 404
    assert admin.post("/people/0/activate").status_code == 404


@pytest.mark.row("R-015")
def test_the_list_of_vacant_grids_says_when_there_are_none(cast: Cast, admin: Client) -> None:
    Post.objects.filter(role="grid_worker").delete()
    everywhere = [unit for unit in cast.units.values() if unit.kind == "grid"]
    for number, unit in enumerate(everywhere):
        add_person(f"worker{number}", f"网{number}", Role.GRID_WORKER, unit.pk)
    assert "没有空缺网格" in admin.get("/people/vacant-grids").content.decode()


def test_the_vacant_grid_names_the_substitute(cast: Cast, admin: Client) -> None:
    deactivate(by=SYSTEM, now=timezone.now(), account_id=cast.grid_worker.account_id or 0)
    admin.post(
        f"/people/{cast.second_grid_worker.account_id}/substitute",
        {**_days(cast, GRID), "last_day": timezone.localdate().isoformat()},
    )
    rows = admin.get("/people/vacant-grids").context["rows"]
    found = {row["unit"].code: [one.name for one in row["substitutes"]] for row in rows}
    assert found[GRID] == ["李二格"]
    assert SECOND_GRID not in found


def _days(cast: Cast, unit: str) -> dict[str, str]:
    today = timezone.localdate().isoformat()
    return {"unit": str(cast.unit_id(unit)), "valid_from": today, "last_day": "", "note": ""}


def _names(client: Client, **filters: str) -> list[str]:
    lines = client.get("/people", filters).context["page"].lines
    return [line.display_name for line in lines]
