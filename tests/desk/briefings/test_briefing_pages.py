"""Pages of briefings: drafted, written, concluded, published and taken away as papers."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from gege.kernel.papers import choose_letters
from gege.supervision import api as supervision
from gege.supervision.api import Briefing, Conclusion, Order, Span
from tests.cast import HOUSING, Cast
from tests.matters.play import Play

pytestmark = [
    pytest.mark.row("R-070"),
    pytest.mark.row("R-005"),
    pytest.mark.usefixtures("standing_clock"),
]

LIST = "/supervision/briefings"
TASK = {
    "chapter": "base",
    "words": "路面坑洼应集中整治",
    "kind": "follow_up",
    "to": HOUSING,
    "task": "请排查",
    "days": "5",
}
CHAPTERS = ("抓基层基础", "抓联动整合", "抓机制创新", "抓分类指导")


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def a_month_ago(play: Play) -> str:
    """Five matters in the month before this one, by the clock of the machine: the pages have no
    other; returns its first day."""
    first = supervision.last_whole(Span.MONTH, timezone.localdate()).first
    now, play.now = play.now, play.now.replace(year=first.year, month=first.month, day=15)
    for _more in range(5):
        play.report()
    play.now = now
    return first.isoformat()


def published(cast: Cast, play: Play) -> Briefing:
    first = a_month_ago(play)
    now, by = timezone.now(), cast.county_dispatcher
    one = supervision.draft_briefing(Span.MONTH, date.fromisoformat(first), by=by, now=now)
    supervision.write_words(one.uid, {"opening": "本月情况平稳"}, by=by, now=now)
    entry = supervision.Concluded("base", "应集中整治", kind="follow_up", to=HOUSING, task="请排查")
    supervision.conclude(one.uid, entry, by=by, now=now)
    supervision.propose_briefing(one.uid, by=by, now=now)
    return supervision.publish_briefing(one.uid, by=cast.county_supervisor, now=now)


def test_a_briefing_is_drafted_written_and_published_at_the_desk(cast: Cast, play: Play) -> None:
    first = a_month_ago(play)
    writer, supervisor = cast.client("county_dispatcher"), cast.client("county_supervisor")
    assert writer.get(f"{LIST}/new").status_code == 200
    made = writer.post(f"{LIST}/new", {"span": "month", "first": first})
    one = Briefing.objects.get()
    address = one.get_absolute_url()
    assert made.headers["Location"] == address
    page = text_of(writer, address)
    assert all(name in page for name in CHAPTERS)
    assert writer.post(f"{address}/words", {"opening": "本月情况平稳"}).status_code == 302
    assert writer.get(f"{address}/conclusions/new").status_code == 200
    bare = {name: TASK[name] for name in ("chapter", "words")}
    assert writer.post(f"{address}/conclusions/new", bare).status_code == 302
    refused = writer.post(f"{address}/do/propose", follow=True)
    assert "还没有任务" in refused.content.decode()
    row = Conclusion.objects.get()
    assert writer.post(f"{address}/conclusions/{row.uid}", TASK).status_code == 302
    assert writer.post(f"{address}/do/propose").status_code == 302
    own = writer.post(f"{address}/do/publish", follow=True)
    assert (Briefing.objects.get().state, Order.objects.count()) == ("proposed", 0)
    assert "须由他人发布" in own.content.decode()
    assert supervisor.post(f"{address}/do/publish").status_code == 302
    order = Order.objects.get()
    page = text_of(supervisor, address)
    assert all(said in page for said in ("本月情况平稳", "路面坑洼应集中整治", order.number))
    for who in ("department_officer", "station_clerk", "electronic_supervisor"):
        assert "本月情况平稳" in text_of(cast.client(who), address)


def test_a_second_version_says_to_its_first_writer_that_somebody_else_publishes_it(
    cast: Cast, play: Play
) -> None:
    one, now = published(cast, play), timezone.now()
    two = supervision.revise_briefing(one.uid, by=cast.county_supervisor, now=now)
    supervision.propose_briefing(two.uid, by=cast.county_supervisor, now=now)
    address = two.get_absolute_url()
    first = cast.client("county_dispatcher")
    page = text_of(first, address)
    assert "须由他人发布" in page
    assert f"{address}/do/publish" not in page
    refused = first.post(f"{address}/do/publish", follow=True)
    assert "所沿用的版本" in refused.content.decode()
    assert Briefing.objects.get(pk=two.pk).state == "proposed"


def test_papers_say_what_the_page_says(cast: Cast, play: Play) -> None:
    one = published(cast, play)
    reader = cast.client("township_operator")
    address = one.get_absolute_url()
    docx = reader.get(f"{address}/paper.docx")
    paper = Document(BytesIO(docx.content))
    text = "\n".join(part.text for part in paper.paragraphs)
    assert all(name in text for name in (*CHAPTERS, "本月情况平稳", "应集中整治"))
    pdf = reader.get(f"{address}/paper.pdf")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert "no-store" in pdf.headers["Cache-Control"]
    read = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages)
    assert "本月情况平稳" in read.replace("\n", "")
    assert "本月情况平稳" in text_of(reader, f"{address}/print")
    assert reader.get(f"{address}/paper.exe").status_code == 404
    choose_letters("/nowhere/none.ttf")
    try:
        away = reader.get(f"{address}/paper.pdf", follow=True)
    finally:
        choose_letters()
    assert "none.ttf" in away.content.decode()


def test_who_has_no_business_with_it_finds_none(cast: Cast, play: Play) -> None:
    first = a_month_ago(play)
    cast.client("county_dispatcher").post(f"{LIST}/new", {"span": "month", "first": first})
    one = Briefing.objects.get()
    address = one.get_absolute_url()
    for who in ("township_operator", "station_clerk", "department_officer", "grid_worker",
                "electronic_supervisor", "administrator", "stranger"):  # fmt: skip
        client = cast.client(who)
        assert client.get(address).status_code == 404
        assert client.get(f"{address}/paper.pdf").status_code == 404
        assert client.post(f"{address}/words", {"opening": "x"}).status_code == 404
        assert client.post(f"{address}/do/discard").status_code == 404
    writer = cast.client("county_dispatcher")
    for deed in ("publish", "draft", "replace", "nonsense"):
        assert writer.get(f"{address}/do/{deed}").status_code == 404
    one.refresh_from_db()
    assert (one.state, one.revision) == ("draft", 1)


def test_what_cannot_be_taken_stands_at_its_entry(cast: Cast, play: Play) -> None:
    writer = cast.client("county_dispatcher")
    later = (timezone.localdate() + timedelta(days=400)).isoformat()
    for typed in (
        {"span": "year", "first": "2026-01-01"},
        {"span": "week", "first": "yesterday"},
        {"span": "week", "first": later},
        {"span": "other", "first": "2026-01-01"},
        {"span": "other", "first": "2001-01-01", "last": "2026-01-01"},
    ):
        assert writer.post(f"{LIST}/new", typed).status_code == 422, typed
    writer.post(f"{LIST}/new", {"span": "month", "first": a_month_ago(play)})
    one = Briefing.objects.get()
    address = one.get_absolute_url()
    for entry in (
        {"to": "nobody"},
        {"words": ""},
        {"words": "请联系10000000001"},
        {"task": "x" * 1001},
        {"days": "0"},
        {"order": "00000000-0000-0000-0000-000000000000"},
        {"seen": "0"},
    ):
        answer = writer.post(f"{address}/conclusions/new", TASK | entry)
        assert answer.status_code == 422, entry
    assert writer.post(f"{address}/words", {"base": "x" * 4001}).status_code == 422
    assert writer.post(f"{address}/words", {"base": "x", "seen": "0"}).status_code == 422
    assert Conclusion.objects.count() == 0


def test_the_list_costs_the_same_with_one_and_with_three(cast: Cast, play: Play) -> None:
    a_month_ago(play)
    reader = cast.client("county_dispatcher")
    counts = []
    for back in (0, 60, 120):
        first = timezone.localdate() - timedelta(days=back + 40)
        typed = {"span": "month", "first": first.isoformat()}
        assert reader.post(f"{LIST}/new", typed).status_code == 302
        reader.get(LIST)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert reader.get(LIST).status_code == 200
        counts.append(len(caught))
    assert (Briefing.objects.count(), counts[0]) == (3, counts[2])
    assert reader.get(f"{LIST}?as=csv").status_code == 200
