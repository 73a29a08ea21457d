"""What is in force and found: by Chinese words, in both languages, page by page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.services.api import (
    Article,
    ArticleBox,
    ArticleFilter,
    NotFound,
    Standing,
    article_sheet,
    articles,
    find_articles,
    publish_article,
    shown_articles,
    standing_of,
    to_do,
    version_of,
    withdraw_article,
    write_article,
)
from gege.services.queries.shown import in_force
from gege.territory.api import read_editions
from tests.services.conftest import NOW, TODAY, Keeper


@pytest.mark.row("R-078")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("公租房", True),
        ("租房", True),
        ("户口", True),
        ("住房 户口簿", True),
        ("RENTAL housing", True),
        ("公共租赁住房管理办法", True),
        ("低保", False),
        ("公租 低保", False),
        ("", True),
        ("  ", True),
        ("!!! ?", False),
        ("'; DROP TABLE services_article; --", False),
        ("' | '公':*", True),
        ("公" * 5000, False),
        ("\x00\ud800", False),
    ],
)
def test_chinese_words_are_found_without_a_dictionary(
    keeper: Keeper, query: str, found: bool
) -> None:
    article = keeper.published()
    assert [one.uid for one in find_articles(query, on=TODAY)] == ([article.uid] if found else [])


def test_those_that_say_it_in_the_title_come_first(keeper: Keeper) -> None:
    in_title = keeper.published(title="低保怎样申请", body="到社区服务站提出申请。")
    in_body = keeper.published(title="救助渠道", keywords="", body="可以申请低保、临时救助。")
    assert [one.uid for one in find_articles("低保", on=TODAY)] == [in_title.uid, in_body.uid]


@pytest.mark.row("R-078")
def test_an_article_is_shown_in_the_readers_language_with_its_owner(keeper: Keeper) -> None:
    keeper.published()
    (chinese,), (english,) = shown_articles(TODAY), shown_articles(TODAY, "en")
    assert (chinese.title, chinese.kind_name, chinese.owner) == (
        "怎样申请公租房",
        "办事程序",
        "县住房和城乡建设局",
    )
    assert (english.title, english.kind_name, english.owner) == (
        "How to apply for public rental housing",
        "How to apply",
        "Housing and Construction Bureau",
    )
    assert chinese.body == english.body


def test_only_what_is_in_force_is_shown(keeper: Keeper) -> None:
    shown = keeper.published(title="有效的")
    keeper.draft(title="草稿")
    keeper.published(title="以后的", valid_from=date(2027, 1, 1))
    gone = keeper.published(title="撤回的")
    withdraw_article(gone.uid, reason="有误", by=keeper.cast.department_officer, now=NOW)
    assert [one.uid for one in shown_articles(TODAY)] == [shown.uid]
    assert [one.title for one in shown_articles(date(2027, 2, 1))] == ["以后的", "有效的"]


def test_the_handbook_is_kept_in_memory_until_a_deed_changes_it(keeper: Keeper) -> None:
    keeper.published()
    editions = read_editions()
    assert len(shown_articles(TODAY, editions=editions)) == 1
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = shown_articles(TODAY, editions=editions)
    assert (len(again), len(queries)) == (1, 0)
    keeper.published(title="第二篇")
    assert len(shown_articles(TODAY)) == 2


@pytest.mark.parametrize("state", ["draft", "published", "withdrawn"])
def test_the_condition_of_the_database_is_the_rule(keeper: Keeper, state: str) -> None:
    article = keeper.published()
    for since in (-2, -1, 0, 1):
        for until in (None, -1, 0, 1):
            if until is not None and until <= since:
                continue
            article.state, article.valid_from = state, TODAY + timedelta(days=since)
            article.valid_to = None if until is None else TODAY + timedelta(days=until)
            article.save()
            shown = Article.objects.filter(in_force(TODAY)).exists()
            assert shown == (standing_of(article.life, TODAY) is Standing.SHOWN)


def test_pages_turn_by_key_through_everything_once(keeper: Keeper) -> None:
    written = [keeper.published(title=f"第{n}篇文章").uid for n in range(7)]
    by, seen, key = keeper.cast.grid_worker, [], ""
    while True:
        page = articles(by, ArticleFilter(text="文章"), on=TODAY, after=key, size=3)
        seen += [one.uid for one in page.rows]
        key = page.next_key
        if not key:
            break
    assert seen == written[::-1]
    for wrong in (
        "x",
        "1_",
        "1_x_1",
        "0_2026-01-01_1",
        "2__1",
        "1_2026-01-01T00:00:00_9",
        "9" * 99,
    ):
        assert len(articles(by, ArticleFilter(), on=TODAY, after=wrong).rows) == 7


def test_a_list_costs_the_same_with_one_row_and_with_three(keeper: Keeper) -> None:
    by, counts = keeper.cast.county_supervisor, []
    for _ in range(3):
        keeper.published()
        with CaptureQueriesContext(connection) as queries:
            articles(by, ArticleFilter(box=ArticleBox.KEPT), on=TODAY)
        counts.append(len(queries))
    assert counts == [1, 1, 1]


def test_lists_of_keeping_are_for_keepers(keeper: Keeper) -> None:
    cast = keeper.cast
    draft = keeper.draft(title="草稿在此")
    expired = keeper.published(title="过期的", valid_to=date(2026, 12, 1))
    later = date(2026, 12, 2)
    wanted = {
        "department_officer": {draft.uid, expired.uid},
        "county_supervisor": {draft.uid, expired.uid},
        "electronic_supervisor": {draft.uid, expired.uid},
        "other_department_officer": set(),
        "grid_worker": set(),
        "administrator": set(),
        "stranger": set(),
    }
    found = {
        who: {
            one.uid
            for one in articles(cast.people[who], ArticleFilter(box=ArticleBox.KEPT), on=later).rows
        }
        for who in wanted
    }
    assert found == wanted
    assert [to_do(cast.people[who], on=later) for who in wanted] == [1, 1, 0, 0, 0, 0, 0]


def test_a_draft_is_for_its_keepers_and_everything_published_for_everybody(keeper: Keeper) -> None:
    cast = keeper.cast
    draft, gone = keeper.draft(title="草稿在此"), keeper.published(title="撤回的")
    withdraw_article(gone.uid, reason="有误", by=cast.department_officer, now=NOW)
    readers = {who for who, by in cast.people.items() for found in [_can_read(draft, by)] if found}
    assert readers == {"department_officer", "county_supervisor", "electronic_supervisor"}
    assert all(_can_read(gone, by) for by in cast.people.values())


def test_what_is_prepared_is_not_told_to_readers(keeper: Keeper) -> None:
    cast, article = keeper.cast, keeper.published()
    by = cast.department_officer
    write_article(keeper.text(title="新题目在此"), uid=article.uid, by=by, now=NOW)
    reader = article_sheet(article.uid, by=cast.grid_worker, on=TODAY)
    assert (reader.pending, [one.entry.deed for one in reader.traces]) == (None, ["publish"])
    keeps = article_sheet(article.uid, by=by, on=TODAY)
    assert keeps.pending is not None
    assert keeps.pending.title == "新题目在此"
    assert find_articles("新题目", on=TODAY) == ()


def test_every_version_is_read_by_its_number(keeper: Keeper) -> None:
    by, article = keeper.cast.department_officer, keeper.published()
    write_article(keeper.text(body="新的正文，也够长了。"), uid=article.uid, by=by, now=NOW)
    publish_article(article.uid, by=by, now=NOW)
    sheet = article_sheet(article.uid, by=keeper.cast.grid_worker, on=TODAY)
    assert [one.version for one in sheet.versions] == [2, 1]
    assert version_of(sheet, 1).body.startswith("住房有困难")
    for number in (0, 3, 10**9):
        with pytest.raises(NotFound):
            version_of(sheet, number)


def _can_read(article: Article, by: object) -> bool:
    try:
        article_sheet(article.uid, by=by, on=TODAY)  # type: ignore[arg-type]
    except NotFound:
        return False
    return True
