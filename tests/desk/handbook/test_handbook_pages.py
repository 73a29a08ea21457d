"""The handbook on screen: who reads, who keeps, what is typed and what is refused."""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gege.notices.api import deliver
from gege.services.api import Article, ask_owners, drop_change, withdraw_article, write_article
from tests.cast import HOUSING
from tests.services.conftest import Keeper


@pytest.fixture(autouse=True)
def _today(standing_clock: datetime, keeper: Keeper) -> None:
    """Pages read the clock: what they show is written now."""
    keeper.now = standing_clock


def days(number: int) -> str:
    return str(timezone.localdate() + timedelta(days=number))


def typed(keeper: Keeper, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "procedure",
        "title": "怎样申请公租房",
        "title_en": "",
        "body": "住房有困难的家庭可以申请。\n- 到社区服务站填表",
        "source": "《公共租赁住房管理办法》",
        "keywords": "公租房",
        "owner_id": str(keeper.cast.unit_id(HOUSING)),
        "valid_from": days(0),
        "last_day": "",
        "review_on": days(100),
        "revision": "",
    } | changes


def words(response: HttpResponse) -> str:
    """What a page says, without its marks."""
    return html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def addresses(article: Article) -> list[str]:
    base = f"/handbook/{article.uid}"
    tails = ("", "/history", "/versions/1", "/edit", "/publish", "/renew", "/withdraw")
    return ["/handbook", "/handbook/new", *(base + tail for tail in tails)]


def test_every_page_opens_in_both_languages(keeper: Keeper) -> None:
    article = keeper.published()
    client = keeper.cast.client("department_officer")
    for language in ("zh-hans", "en"):
        account = keeper.cast.account("department_officer")
        account.language = language
        account.save()
        for address in addresses(article):
            assert (address, client.get(address).status_code) == (address, 200)


@pytest.mark.row("R-078")
def test_everybody_reads_and_only_keepers_may_change(keeper: Keeper) -> None:
    article = keeper.published()
    for who in keeper.cast.people:
        client = keeper.cast.client(who)
        expected = 200 if who in ("department_officer", "county_supervisor") else 404
        writes = 200 if expected == 200 or "department" in who or "branch" in who else 404
        statuses = [client.get(address).status_code for address in addresses(article)]
        assert (who, statuses) == (who, [200, writes, 200, 200, 200, *[expected] * 4])


@pytest.mark.row("R-078")
def test_an_officer_writes_publishes_and_a_worker_finds_it(keeper: Keeper) -> None:
    officer, worker = (keeper.cast.client(who) for who in ("department_officer", "grid_worker"))
    response = officer.post("/handbook/new", typed(keeper))
    article = Article.objects.get()
    assert (response.status_code, response.url) == (302, f"/handbook/{article.uid}")
    assert worker.get(article.get_absolute_url()).status_code == 404
    assert "怎样申请公租房" not in words(worker.get("/handbook?q=公租房"))
    answer = officer.post(
        f"/handbook/{article.uid}/publish", {"note": "第一版", "revision": article.revision}
    )
    assert answer.status_code == 302
    found = words(worker.get("/handbook?q=公租房"))
    assert "怎样申请公租房" in found
    assert "县住房和城乡建设局" in found
    page = words(worker.get(article.get_absolute_url()))
    assert "到社区服务站填表" in page
    assert "《公共租赁住房管理办法》" in page


@pytest.mark.row("R-078")
def test_a_change_is_seen_by_its_keepers_until_it_is_published(keeper: Keeper) -> None:
    article = keeper.published()
    officer, worker = (keeper.cast.client(who) for who in ("department_officer", "grid_worker"))
    base = f"/handbook/{article.uid}"
    changed = typed(keeper, title="新题目在此", revision=article.revision)
    assert officer.post(f"{base}/edit", changed).status_code == 302
    assert "新题目在此" in words(officer.get(base))
    assert "新题目在此" not in words(worker.get(base))
    article.refresh_from_db(fields=["revision"])
    officer.post(f"{base}/publish", {"revision": article.revision, "note": "改了题目"})
    assert "新题目在此" in words(worker.get(base))
    history = words(worker.get(f"{base}/history"))
    assert "改了题目" in history
    old = words(worker.get(f"{base}/versions/1"))
    assert "已被新版代替" in old


def test_what_is_expired_or_withdrawn_says_so_on_its_page(keeper: Keeper) -> None:
    worker = keeper.cast.client("grid_worker")
    today = timezone.localdate()
    expired = keeper.published(title="过期的文章", valid_to=today + timedelta(days=1))
    Article.objects.filter(pk=expired.pk).update(valid_to=today)
    gone = keeper.published(title="撤回的文章")
    withdraw_article(
        gone.uid, reason="文件已废止", by=keeper.cast.county_supervisor, now=keeper.now
    )
    assert "不要再照此答复群众" in words(worker.get(expired.get_absolute_url()))
    assert "文件已废止" in words(worker.get(gone.get_absolute_url()))
    listed = words(worker.get("/handbook"))
    assert "过期的文章" not in listed
    assert "撤回的文章" not in listed


def test_renewing_shows_it_again_and_wrong_days_are_said_at_their_field(keeper: Keeper) -> None:
    article = keeper.published()
    Article.objects.filter(pk=article.pk).update(valid_to=timezone.localdate())
    officer, base = keeper.cast.client("department_officer"), f"/handbook/{article.uid}"
    seen = {"revision": article.revision}
    wrong = officer.post(f"{base}/renew", seen | {"last_day": days(-3), "review_on": days(9)})
    assert wrong.status_code == 422
    assert "请选一个更晚的日期" in words(wrong)
    far = officer.post(f"{base}/renew", seen | {"last_day": "", "review_on": days(5000)})
    assert "至少每三年复核一次" in words(far)
    right = officer.post(f"{base}/renew", seen | {"last_day": days(9), "review_on": days(9)})
    assert right.status_code == 302
    assert "怎样申请公租房" in words(keeper.cast.client("grid_worker").get("/handbook"))


def test_withdrawing_asks_why(keeper: Keeper) -> None:
    article = keeper.published()
    officer, base = keeper.cast.client("department_officer"), f"/handbook/{article.uid}"
    silent = officer.post(f"{base}/withdraw", {"revision": article.revision, "reason": " "})
    assert silent.status_code == 422
    done = officer.post(f"{base}/withdraw", {"revision": article.revision, "reason": "已废止"})
    assert done.status_code == 302
    assert Article.objects.get(pk=article.pk).state == "withdrawn"


def test_the_second_of_two_is_told_and_what_was_typed_stays(keeper: Keeper) -> None:
    draft = keeper.draft()
    officer, base = keeper.cast.client("department_officer"), f"/handbook/{draft.uid}"
    write_article(
        keeper.text(title="别人先改的"),
        uid=draft.uid,
        by=keeper.cast.county_supervisor,
        now=keeper.now,
    )
    late = officer.post(f"{base}/edit", typed(keeper, title="我写的题目", revision=draft.revision))
    assert late.status_code == 409
    assert "刚被别人改动" in words(late)
    assert "我写的题目" in late.content.decode()


def test_a_draft_is_thrown_away_by_its_keeper_only(keeper: Keeper) -> None:
    draft = keeper.draft()
    address = f"/handbook/{draft.uid}/drop"
    for who in ("grid_worker", "other_department_officer", "electronic_supervisor"):
        assert keeper.cast.client(who).post(address, {"revision": 1}).status_code == 404
    officer = keeper.cast.client("department_officer")
    assert officer.get(address).status_code == 405
    for stale in ("", "x", "-1", "999", "9" * 40):
        assert officer.post(address, {"revision": stale}).url == draft.get_absolute_url()
    assert officer.post(address, {"revision": draft.revision}).url == "/handbook"
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "rumour"),
        ("title", ""),
        ("title", "长" * 81),
        ("title", "\u200b\u202e"),
        ("body", "长" * 20_001),
        ("body", "短"),
        ("source", " "),
        ("owner_id", "0"),
        ("owner_id", "x"),
        ("valid_from", "yesterday"),
        ("last_day", "0001-01-01"),
        ("last_day", "9999-12-31"),
        ("review_on", "2026-02-30"),
        ("revision", "x"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_is_kept(
    keeper: Keeper, field: str, value: str
) -> None:
    for who in ("department_officer", "county_supervisor"):
        client = keeper.cast.client(who)
        response = client.post("/handbook/new", typed(keeper, **{field: value}))
        assert response.status_code == 422
    assert not Article.objects.exists()


def test_an_officer_cannot_write_in_the_name_of_another(keeper: Keeper) -> None:
    client = keeper.cast.client("other_department_officer")
    assert client.post("/handbook/new", typed(keeper)).status_code == 422
    article = keeper.published()
    for tail in ("edit", "publish", "renew", "withdraw"):
        assert client.post(f"/handbook/{article.uid}/{tail}", {}).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "?box=kept",
        "?box=%00",
        "?kind=DROP",
        "?owner=-1",
        "?owner=99999999999999",
        "?q=" + "长" * 101,
        "?q=%00",
    ],
)
def test_an_address_that_asks_for_nothing_there_is_shows_nothing_and_says_so(
    keeper: Keeper, query: str
) -> None:
    keeper.published()
    response = keeper.cast.client("grid_worker").get(f"/handbook{query}")
    assert response.status_code == 200
    assert "怎样申请公租房" not in words(response)
    assert "这里没有" in words(response) or "没有符合条件" in words(response)


def test_keys_and_orders_of_strangers_are_harmless(keeper: Keeper) -> None:
    keeper.published()
    client = keeper.cast.client("grid_worker")
    for query in ("?after=x", "?after=" + "9" * 500, "?q=' OR 1=1 --", "?q=<script>"):
        assert client.get(f"/handbook{query}").status_code == 200
    for tail in ("x", "1", str(uuid4()), f"{uuid4()}/versions/99999999999999999999"):
        assert client.get(f"/handbook/{tail}").status_code == 404


def test_markup_in_a_text_is_shown_and_not_obeyed(keeper: Keeper) -> None:
    article = keeper.published(title="<b>标题</b>", body="<script>alert(1)</script>\n- <i>步骤</i>")
    page = keeper.cast.client("grid_worker").get(article.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<i>步骤" not in page


def test_the_list_costs_the_same_with_one_row_and_with_three(keeper: Keeper) -> None:
    client, counts = keeper.cast.client("county_supervisor"), []
    for _ in range(3):
        keeper.published()
        client.get("/handbook?box=kept")
        with CaptureQueriesContext(connection) as queries:
            client.get("/handbook?box=kept")
        counts.append(len(queries))
    assert len(set(counts)) == 1


@pytest.mark.row("R-078")
def test_the_notice_leads_its_owner_to_the_article(keeper: Keeper) -> None:
    article = keeper.published()
    Article.objects.filter(pk=article.pk).update(valid_to=timezone.localdate())
    ask_owners(now=keeper.now)
    deliver(now=keeper.now)
    officer = keeper.cast.client("department_officer")
    page = officer.get("/notices").content.decode()
    assert f'href="/handbook/{article.uid}"' in page
    assert "已过期" not in words(keeper.cast.client("grid_worker").get("/handbook"))
    assert "1 篇已过期" in words(officer.get("/handbook"))


def test_a_draft_gone_is_gone(keeper: Keeper) -> None:
    draft = keeper.draft()
    drop_change(draft.uid, by=keeper.cast.department_officer, now=keeper.now)
    client = keeper.cast.client("department_officer")
    assert client.get(draft.get_absolute_url()).status_code == 404
