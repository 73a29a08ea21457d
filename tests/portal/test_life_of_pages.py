"""A public page from the first draft to its end: two people, days, files, versions, the trail."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from gege.matters import api as matters
from gege.notices.api import Message
from gege.portal.actions import pages as deeds
from gege.portal.actions.page_words import PageFiles, PageWords
from gege.portal.errors import NotFound, PortalError
from gege.portal.models import PageFile, PageText, PublicPage
from gege.portal.queries.pages import PAGE, kept_pages, public_pages, shown_on, to_approve
from gege.portal.queries.pages import Asked as Looked
from gege.portal.rules.pages import Standing, standing_of
from gege.staff.api import Actor
from gege.trail.api import Entry
from tests.cast import COMMUNITY, OTHER_COMMUNITY, SECOND_COMMUNITY
from tests.portal.conftest import Resident, photo

ATOM = "{http://www.w3.org/2005/Atom}"


def words(resident: Resident, **changes: Any) -> PageWords:
    given: dict[str, Any] = {
        "kind": "notice",
        "title": "停水通知：明天上午停水",
        "body": "明天八点到十二点停水。\n\n- 请先储水\n- 有困难请打社区电话",
        "shown_from": resident.play.now.date(),
        "shown_until": None,
    }
    return PageWords(**(given | changes))


def written(
    resident: Resident, by: Actor | None = None, files: PageFiles | None = None, **changes: Any
) -> PublicPage:
    by = by or resident.play.cast.station_clerk
    return deeds.write_page(words(resident, **changes), files, by=by, now=resident.play.now)


def shown(
    resident: Resident,
    by: Actor | None = None,
    files: PageFiles | None = None,
    **changes: Any,
) -> PublicPage:
    """A page that was approved by the next tier."""
    cast, now = resident.play.cast, resident.play.now
    by = by or cast.station_clerk
    page = written(resident, by, files, **changes)
    deeds.propose_page(page.uid, by=by, now=now)
    other = cast.county_dispatcher if by is cast.county_supervisor else cast.county_supervisor
    return deeds.approve_page(page.uid, by=other, now=now)


def read(resident: Resident, path: str) -> str:
    answer = resident.client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def pdf(name: str = "附件.pdf") -> Any:
    return SimpleUploadedFile(name, b"%PDF-1.4\n%\xe2\xe3\n%%EOF", "application/pdf")


@pytest.mark.row("R-058")
def test_nobody_reads_a_page_before_somebody_else_approved_it(resident: Resident) -> None:
    play, cast = resident.play, resident.play.cast
    page = written(resident)
    assert page.title == ""
    assert resident.client.get(f"/r/news/{page.uid}").status_code == 404
    deeds.propose_page(page.uid, by=cast.station_clerk, now=play.now)
    told = Message.objects.get(template="page_proposed")
    assert told.to_account_id == cast.township_operator.account_id
    assert [to_approve(one) for one in (cast.township_operator, cast.station_clerk)] == [1, 0]
    assert "停水" not in read(resident, "/r/news")
    deeds.approve_page(page.uid, by=cast.township_operator, now=play.now, note="属实")
    body = read(resident, f"/r/news/{page.uid}")
    assert "停水通知" in body
    assert "<li>请先储水</li>" in body
    assert "停水通知" in read(resident, "/r/")
    lines = Entry.objects.filter(stream=page.stream).order_by("seq")
    assert list(lines.values_list("deed", "role")) == [
        ("write_page", "station_clerk"),
        ("propose_page", "station_clerk"),
        ("approve_page", "township_operator"),
    ]
    assert Message.objects.filter(template="page_approved").count() == 1


def test_whoever_wrote_a_word_of_it_does_not_approve_it(resident: Resident) -> None:
    cast, now = resident.play.cast, resident.play.now
    page = written(resident, cast.county_supervisor)
    deeds.write_page(words(resident), uid=page.uid, by=cast.county_dispatcher, now=now)
    deeds.propose_page(page.uid, by=cast.county_supervisor, now=now)
    for by in (cast.county_supervisor, cast.county_dispatcher):
        with pytest.raises(PortalError, match="own_words"):
            deeds.approve_page(page.uid, by=by, now=now)
    assert not Message.objects.filter(template="page_proposed").exists()
    assert PublicPage.objects.get().state == "draft"


def test_strangers_see_and_do_nothing(resident: Resident) -> None:
    cast, now = resident.play.cast, resident.play.now
    page = written(resident)
    deeds.propose_page(page.uid, by=cast.station_clerk, now=now)
    for by in (cast.stranger, cast.strange_township_operator, cast.department_officer):
        for deed in (deeds.approve_page, deeds.propose_page):
            with pytest.raises(NotFound):
                deed(page.uid, by=by, now=now)
        with pytest.raises(NotFound):
            deeds.withdraw_page(page.uid, reason="不对", by=by, now=now)
        assert kept_pages(by, "to_approve").rows == ()
    for by in (cast.grid_worker, cast.administrator, cast.electronic_supervisor):
        with pytest.raises(PortalError, match="not_yours"):
            written(resident, by)
    with pytest.raises(PortalError, match="not_yours"):
        deeds.write_page(words(resident), uid=page.uid, by=cast.township_operator, now=now)


def test_a_text_that_is_sent_back_or_changed_has_to_be_proposed_again(resident: Resident) -> None:
    cast, now = resident.play.cast, resident.play.now
    page = written(resident)
    clerk, town = cast.station_clerk, cast.township_operator
    with pytest.raises(PortalError, match="nothing_open"):
        deeds.approve_page(page.uid, by=town, now=now)
    deeds.propose_page(page.uid, by=clerk, now=now)
    deeds.send_back_page(page.uid, reason="时间不对", by=town, now=now)
    assert Message.objects.get(template="page_sent_back").to_account_id == clerk.account_id
    deeds.propose_page(page.uid, by=clerk, now=now)
    deeds.write_page(words(resident, title="停水通知：后天"), uid=page.uid, by=clerk, now=now)
    with pytest.raises(PortalError, match="nothing_open"):
        deeds.approve_page(page.uid, by=town, now=now)
    with pytest.raises(PortalError, match="overtaken"):
        deeds.propose_page(page.uid, by=clerk, now=now, seen=1)


def test_what_is_shown_stays_until_the_next_text_is_approved_and_versions_stay(
    resident: Resident,
) -> None:
    cast, now = resident.play.cast, resident.play.now
    page = shown(resident)
    first = page.published_at
    later = resident.wait(days=1).play.now
    deeds.write_page(
        words(resident, title="停水改期"), uid=page.uid, by=cast.station_clerk, now=later
    )
    assert "停水通知" in read(resident, f"/r/news/{page.uid}")
    deeds.propose_page(page.uid, by=cast.station_clerk, now=later)
    deeds.approve_page(page.uid, by=cast.township_operator, now=later)
    assert "停水改期" in read(resident, f"/r/news/{page.uid}")
    kept = PageText.objects.filter(page=page).order_by("number")
    assert [(one.number, one.title[:4]) for one in kept] == [(1, "停水通知"), (2, "停水改期")]
    page.refresh_from_db()
    assert (page.version, page.published_at) == (2, first)
    clerk = cast.client("station_clerk")
    assert "停水通知" in clerk.get(f"/portal/pages/{page.uid}/versions/1").content.decode()
    assert clerk.get(f"/portal/pages/{page.uid}/versions/3").status_code == 404
    assert now < later


def test_a_page_goes_by_its_day_and_its_end_is_written_down_once(resident: Resident) -> None:
    today = resident.play.now.date()
    page = shown(resident, shown_until=today)
    ahead = shown(resident, title="下周开会", shown_from=today + timedelta(days=7))
    assert "停水通知" in read(resident, "/r/news")
    assert resident.client.get(f"/r/news/{ahead.uid}").status_code == 404
    assert deeds.end_pages(now=resident.play.now) == 0
    resident.wait(days=1)
    assert "停水通知" not in read(resident, "/r/news")
    assert resident.client.get(f"/r/news/{page.uid}").status_code == 404
    assert [deeds.end_pages(now=resident.play.now) for _ in range(2)] == [1, 0]
    page.refresh_from_db()
    assert page.state == "over"
    assert Entry.objects.filter(stream=page.stream).latest("seq").deed == "end_page"
    assert Message.objects.get(template="page_over").to_unit_id == page.unit_id
    resident.wait(days=6)
    assert "下周开会" in read(resident, "/r/news")


def test_a_page_is_withdrawn_at_once_with_a_reason(resident: Resident) -> None:
    cast, now = resident.play.cast, resident.play.now
    page = shown(resident)
    with pytest.raises(PortalError, match="needed"):
        deeds.withdraw_page(page.uid, reason=" ", by=cast.station_clerk, now=now)
    deeds.withdraw_page(page.uid, reason="水已恢复", by=cast.station_clerk, now=now)
    assert resident.client.get(f"/r/news/{page.uid}").status_code == 404
    with pytest.raises(PortalError, match="not_shown"):
        deeds.withdraw_page(page.uid, reason="再撤", by=cast.station_clerk, now=now)
    # It comes back with a text that somebody else approved.
    deeds.write_page(words(resident), uid=page.uid, by=cast.station_clerk, now=now)
    deeds.propose_page(page.uid, by=cast.station_clerk, now=now)
    deeds.approve_page(page.uid, by=cast.county_supervisor, now=now)
    assert "停水通知" in read(resident, f"/r/news/{page.uid}")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "x"}, "kind"),
        ({"kind": "open"}, "category"),
        ({"kind": "open", "category": "x"}, "category"),
        ({"title": "短"}, "title"),
        ({"title": "长" * 81}, "title"),
        ({"body": "短"}, "body"),
        ({"body": "长" * 20001}, "body"),
        ({"body": "公示：11010519491231002X 等人"}, "body"),
        ({"shown_from": date(1990, 1, 1)}, "shown_from"),
        ({"shown_until": date(2020, 1, 1)}, "shown_until"),
    ],
)
def test_what_cannot_be_a_page_is_named(
    resident: Resident, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(PortalError) as refused:
        written(resident, **changes)
    assert refused.value.field == field
    assert not PublicPage.objects.exists()


def test_direction_marks_and_scripts_are_words(resident: Resident) -> None:
    page = shown(
        resident,
        title="\u202e<script>alert(1)</script>😀👨‍👩‍👧",
        body='<img src=x onerror="alert(1)">\u202e مرحبا \u0000 {{ 7*7 }} 十个字以上的正文',
    )
    for path in (f"/r/news/{page.uid}", "/r/news", "/r/", "/r/news/feed"):
        text = read(resident, path)
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "\u202e" not in text
        assert "👨‍👩‍👧" in text


@pytest.mark.parametrize("deed", ["write", "propose", "approve", "send_back", "withdraw", "end"])
def test_nothing_changes_when_the_trail_cannot_be_written(
    resident: Resident, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    cast, now = resident.play.cast, resident.play.now
    today = now.date()
    page = shown(resident, shown_until=today) if deed in ("withdraw", "end") else written(resident)
    if deed in ("approve", "send_back"):
        deeds.propose_page(page.uid, by=cast.station_clerk, now=now)
    before = list(PublicPage.objects.values()), list(PageText.objects.values())
    sent = Message.objects.count()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("gege.portal.actions.page_words.record", broken)
    clerk, town = cast.station_clerk, cast.township_operator
    acts: dict[str, Any] = {
        "write": lambda: written(resident),
        "propose": lambda: deeds.propose_page(page.uid, by=clerk, now=now),
        "approve": lambda: deeds.approve_page(page.uid, by=town, now=now),
        "send_back": lambda: deeds.send_back_page(page.uid, reason="不对", by=town, now=now),
        "withdraw": lambda: deeds.withdraw_page(page.uid, reason="不对", by=clerk, now=now),
    }
    if deed == "end":
        assert deeds.end_pages(now=now + timedelta(days=2)) == 0
    else:
        with pytest.raises(RuntimeError):
            acts[deed]()
    assert before == (list(PublicPage.objects.values()), list(PageText.objects.values()))
    assert Message.objects.count() == sent


def test_a_picture_loses_its_hidden_fields_and_needs_words(resident: Resident) -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    Image.new("RGB", (3000, 200), (9, 9, 9)).save(out, "JPEG", exif=exif)
    picture = SimpleUploadedFile("桥.jpg", out.getvalue(), "image/jpeg")
    with pytest.raises(PortalError, match="alt_needed"):
        written(resident, files=PageFiles(picture))
    picture.seek(0)
    page = shown(resident, files=PageFiles(picture, "新桥通车", [pdf()]))
    body = read(resident, f"/r/news/{page.uid}")
    assert 'alt="新桥通车"' in body
    rows = {one.is_picture: one for one in PageFile.objects.all()}
    answer = resident.client.get(f"/r/news/files/{rows[True].uid}")
    sent = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert b"Secret" not in sent
    assert Image.open(io.BytesIO(sent)).size == (1280, 86)
    assert answer["Content-Type"] == "image/jpeg"
    paper = resident.client.get(f"/r/news/files/{rows[False].uid}")
    assert paper["Content-Disposition"].startswith("attachment")
    assert paper["X-Content-Type-Options"] == "nosniff"
    deeds.withdraw_page(
        page.uid, reason="看错了", by=resident.play.cast.station_clerk, now=resident.play.now
    )
    for one in rows.values():
        assert resident.client.get(f"/r/news/files/{one.uid}").status_code == 404


def test_files_go_on_with_the_next_text_and_may_be_left_out(resident: Resident) -> None:
    cast, now = resident.play.cast, resident.play.now
    page = shown(resident, files=PageFiles(photo(), "新桥", [pdf("一.pdf"), pdf("二.pdf")]))
    second = PageFile.objects.get(name="二.pdf")
    left = PageFiles(alt="新桥通车了", dropped=[second.uid])
    deeds.write_page(words(resident), left, uid=page.uid, by=cast.station_clerk, now=now)
    open_ = PageText.objects.get(page=page, number=None)
    kept = PageFile.objects.filter(text=open_).order_by("pk")
    assert [(one.name, one.alt) for one in kept] == [("坑.jpg", "新桥通车了"), ("一.pdf", "")]
    assert PageFile.objects.filter(text__number=1).count() == 3
    # What is not approved yet is handed out to those who write and approve it alone.
    new = kept[0].uid
    assert resident.client.get(f"/r/news/files/{new}").status_code == 404
    path = f"/portal/pages/{page.uid}/files/{new}"
    assert cast.client("township_operator").get(path).status_code == 200
    assert cast.client("stranger").get(path).status_code == 404
    assert resident.client.get(path).status_code in (302, 404)


@pytest.mark.parametrize(
    ("files", "field"),
    [
        ({"picture": pdf(), "alt": "x"}, "picture"),
        ({"papers": [SimpleUploadedFile("x.pdf", b"<script>", "application/pdf")]}, "papers"),
        ({"papers": [photo()]}, "papers"),
        ({"picture": SimpleUploadedFile("x.jpg", b"\xff\xd8\xff" + b"\0" * 50)}, "picture"),
        ({"papers": [pdf(f"{n}.pdf") for n in range(6)]}, "papers"),
        ({"picture": photo(), "alt": "长" * 201}, "alt"),
    ],
)
def test_files_that_are_not_what_they_say_are_refused(
    resident: Resident, files: dict[str, Any], field: str
) -> None:
    for one in (files.get("picture"), *files.get("papers", ())):
        if one is not None:
            one.seek(0)
    with pytest.raises(PortalError) as refused:
        written(resident, files=PageFiles(**files))
    assert (refused.value.field, PublicPage.objects.count()) == (field, 0)


def test_a_huge_file_is_refused(resident: Resident, settings: Any) -> None:
    settings.GEGE_UPLOAD_BYTES = 1000
    with pytest.raises(PortalError, match="file"):
        written(resident, files=PageFiles(papers=[SimpleUploadedFile("x.pdf", b"%PDF" * 900)]))


def test_a_community_reads_what_concerns_it(resident: Resident) -> None:
    cast = resident.play.cast
    shown(resident, title="社区的通知")
    shown(resident, cast.second_station_clerk, title="城北的通知")
    shown(resident, cast.township_operator, title="镇里的新闻", kind="news")
    shown(resident, cast.county_supervisor, title="县里的公开", kind="open", category="finance")
    shown(resident, cast.strange_township_operator, title="别镇的新闻", kind="news")

    def titles(path: str) -> list[str]:
        return [row["page"].title[:2] for row in resident.client.get(path).context["rows"]]

    assert titles(f"/r/news?at={COMMUNITY}") == ["县里", "镇里", "社区"]
    assert titles(f"/r/news?at={SECOND_COMMUNITY}") == ["县里", "镇里", "城北"]
    assert titles(f"/r/news?at={OTHER_COMMUNITY}") == ["别镇", "县里"]
    assert titles("/r/news?kind=open") == ["县里"]
    assert titles("/r/news?kind=open&category=finance") == ["县里"]
    assert titles("/r/news?kind=open&category=land") == []
    assert titles("/r/news?q=通知 社区的") == ["社区"]
    assert titles("/r/news?q=没有") == []
    for hostile in ("%00", "' OR 1=1 --", "(((", "a" * 9000, "\u202e", "?at=x&kind=y&after=z_9"):
        assert resident.client.get("/r/news", {"q": hostile}).status_code == 200
    assert titles("/r/news?at=x&kind=y&category=z&after=1_1") == [
        "别镇",
        "县里",
        "镇里",
        "城北",
        "社区",
    ]
    answer = resident.client.get(f"/r/news/of/{COMMUNITY}")
    assert (answer.status_code, answer["Location"]) == (302, f"/r/news?at={COMMUNITY}")
    assert resident.client.get("/r/news/of/1").status_code == 404


def test_the_feed_is_atom_and_holds_the_same_list(resident: Resident, settings: Any) -> None:
    settings.GEGE_PORTAL_URL = "https://grid.example.org"
    empty = ElementTree.fromstring(read(resident, "/r/news/feed"))
    assert empty.tag == f"{ATOM}feed"
    assert empty.find(f"{ATOM}entry") is None
    assert empty.findtext(f"{ATOM}updated")
    page = shown(resident, title="停水 <b>通知</b>")
    written(resident, title="还没有审核")
    found = ElementTree.fromstring(read(resident, "/r/news/feed?kind=notice"))
    entries = found.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}title") for one in entries] == ["停水 <b>通知</b>"]
    link = entries[0].find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"https://grid.example.org/r/news/{page.uid}"
    assert (
        ElementTree.fromstring(read(resident, "/r/news/feed?kind=news")).find(f"{ATOM}entry")
        is None
    )


def test_lists_cost_as_much_with_many_as_with_one_and_are_turned_by_key(resident: Resident) -> None:
    staff = resident.play.cast.client("station_clerk")
    costs = set()
    for index in range(3):
        shown(resident, title=f"第{index:02}个通知")
        written(resident, title=f"第{index:02}个草稿")
        if index == 0:
            resident.client.get("/r/")
            staff.get("/portal/pages")
        with CaptureQueriesContext(connection) as asked:
            resident.client.get("/r/news")
            resident.client.get("/r/")
            staff.get("/portal/pages?box=shown")
            staff.get("/portal/pages?box=mine")
        costs.add(len(asked))
    assert len(costs) == 1
    on = resident.play.now.date()
    first = public_pages(Looked(), on=on, size=2)
    rest = public_pages(Looked(), on=on, size=2, after=first.next_key)
    assert [one.title[1:3] for one in (*first.rows, *rest.rows)] == ["02", "01", "00"]
    assert (PAGE, rest.next_key) == (20, "")


def test_the_database_and_the_rule_agree_on_what_is_shown(resident: Resident) -> None:
    today = resident.play.now.date()
    for first, last in ((0, None), (-2, -1), (-1, 0), (1, None), (0, 0), (-9, None)):
        page = shown(resident)
        until = None if last is None else today + timedelta(days=last)
        page.shown_from, page.shown_until = today + timedelta(days=first), until
        page.save()
    written(resident)
    pages = PublicPage.objects.all()
    by_rule = {one.pk for one in pages if standing_of(one.life, today) is Standing.SHOWN}
    assert by_rule == set(pages.filter(shown_on(today)).values_list("pk", flat=True))
    assert len(by_rule) == 4


def test_the_desk_writes_proposes_and_approves(resident: Resident) -> None:
    cast = resident.play.cast
    clerk, town = cast.client("station_clerk"), cast.client("township_operator")
    entry = {
        "kind": "notice",
        "title": "停水",
        "body": "明天上午停水，请先储水。",
        "shown_from": resident.play.now.date().isoformat(),
    }
    answer = clerk.post("/portal/pages/new", entry)
    assert (answer.status_code, PublicPage.objects.count()) == (422, 0)
    entry |= {"title": "停水通知", "papers": pdf(), "picture": photo(), "alt": "水管"}
    answer = clerk.post("/portal/pages/new", entry)
    page = PublicPage.objects.get()
    assert answer["Location"] == page.get_absolute_url()
    body = clerk.get(page.get_absolute_url()).content.decode()
    assert 'alt="水管"' in body
    assert clerk.post(f"/portal/pages/{page.uid}/propose").status_code == 302
    assert (
        "停水通知" in town.get("/portal/pages").content.decode()
        or PublicPage.objects.get().title == ""
    )
    page.refresh_from_db()
    for deed, sent in (("send-back", {"reason": "再核实"}), ("propose", {}), ("approve", {})):
        client = clerk if deed == "propose" else town
        page.refresh_from_db()
        answer = client.post(
            f"/portal/pages/{page.uid}/{deed}", {**sent, "revision": page.revision}
        )
        assert answer.status_code == 302, deed
    assert "停水通知" in read(resident, "/r/news")
    dropped = [str(one.uid) for one in PageFile.objects.all()]
    page.refresh_from_db()
    entry = {name: entry[name] for name in ("kind", "body", "shown_from")}
    entry |= {"title": "停水通知二", "dropped": dropped, "revision": page.revision}
    assert clerk.post(f"/portal/pages/{page.uid}/edit", entry).status_code == 302
    assert clerk.post(f"/portal/pages/{page.uid}/edit", entry).status_code == 422
    assert town.get(f"/portal/pages/{page.uid}/edit").status_code == 404
    old = {"reason": "不再需要", "revision": 1}
    assert clerk.post(f"/portal/pages/{page.uid}/withdraw", old).status_code == 422
    old["revision"] = PublicPage.objects.get().revision
    assert clerk.post(f"/portal/pages/{page.uid}/withdraw", old).status_code == 302
    assert clerk.get(f"/portal/pages/{page.uid}/nonsense").status_code == 404
    assert clerk.get(f"/portal/pages/{uuid4()}").status_code == 404
    assert matters.path_of(PageFile.objects.first().sha256).is_file()  # type: ignore[union-attr]
