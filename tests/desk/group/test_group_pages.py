"""Pages of leading groups: from founding one to the paper of its minutes; strangers find none."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from gege.kernel.papers import choose_letters
from gege.supervision.api import Decision, Group, KeptFile, Meeting, Member, Order
from gege.trail.api import AccessLine
from tests.cast import COUNTY, HOUSING, Cast
from tests.matters.play import Play
from tests.security.doors import PAPER
from tests.supervision.groups import decided, founded, held, seated

pytestmark = [pytest.mark.row("R-012"), pytest.mark.usefixtures("standing_clock")]
WORDS = "年底前完成三处充电棚建设 <b>&"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_group_is_founded_meets_and_decides_at_the_desk(cast: Cast, play: Play) -> None:
    client, today = cast.client("county_supervisor"), timezone.localdate().isoformat()
    typed = {"name": "网格化领导小组", "office": COUNTY, "founded_on": "2023-04-01"}
    made = client.post("/supervision/groups/new", typed)
    group = Group.objects.get()
    address = group.get_absolute_url()
    assert made.headers["Location"] == address
    chair = {"name": "陈县长", "office_title": "县长", "seat": "chair", "since": "2023-04-01"}
    assert client.post(f"{address}/do/appoint", chair).status_code == 302
    refused = client.post(f"{address}/do/appoint", chair | {"name": "另一人"})
    assert (refused.status_code, Member.objects.count()) == (422, 1)
    called = client.post(
        f"{address}/do/call",
        {"held_on": today, "begins": "09:30", "place": "三楼会议室", "agenda": "研究充电棚"},
    )
    meeting = Meeting.objects.get()
    place = meeting.get_absolute_url()
    assert called.headers["Location"] == place
    member = Member.objects.get()
    there = {f"member-{member.uid}": "present", "guests": "孙某，烈面镇镇长\n\n李某"}
    assert client.post(f"{place}/do/hold", there).status_code == 302
    decision = {"title": "充电棚建设", "words": WORDS, "owner": HOUSING, "due_on": "2027-03-31"}
    assert client.post(f"{place}/do/decide", decision).status_code == 302
    noted = {"title": "通报", "words": "通报第三季度情况"}
    assert client.post(f"{place}/do/decide", noted).status_code == 302
    order = Order.objects.get()
    shown = text_of(client, place)
    assert order.get_absolute_url() in shown
    assert all(one in shown for one in ("陈县长", "孙某", "烈面镇镇长", "仅作记录"))
    assert place in text_of(client, order.get_absolute_url())
    assert client.post(f"{place}/do/conclude").status_code == 422
    assert client.post(f"{place}/do/minute", {"minutes": "会议指出……"}).status_code == 302
    file = SimpleUploadedFile("paper.pdf", PAPER, "application/pdf")
    assert client.post(f"{place}/do/attach", {"file": file}).status_code == 302
    assert client.post(f"{place}/do/conclude").status_code == 302
    assert client.get(f"{place}/do/decide").status_code == 404
    kept = KeptFile.objects.get()
    found = client.get(f"/supervision/files/meeting/{meeting.uid}/{kept.sha256}")
    assert b"".join(found.streaming_content) == PAPER  # type: ignore[attr-defined]
    assert "<b>&" not in shown


def test_the_minutes_are_a_paper_in_two_kinds(cast: Cast, play: Play) -> None:
    meeting = held(play, founded(play))
    decided(play, meeting, words=WORDS)
    client, place = cast.client("county_supervisor"), meeting.get_absolute_url()
    word = client.get(f"{place}/minutes.docx")
    told = "\n".join(
        cell.text
        for table in Document(BytesIO(word.content)).tables
        for row in table.rows
        for cell in row.cells
    )
    assert WORDS in told
    pdf = client.get(f"{place}/minutes.pdf")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert len(PdfReader(BytesIO(pdf.content)).pages) == 1
    for kind in ("html", "exe", "PDF"):
        assert client.get(f"{place}/minutes.{kind}").status_code == 404
    choose_letters("/nowhere/none.ttf")
    try:
        away = client.get(f"{place}/minutes.pdf", follow=True)
    finally:
        choose_letters()
    assert "none.ttf" in away.content.decode()
    assert cast.client("department_officer").get(f"{place}/minutes.pdf").status_code == 404


def test_who_takes_minutes_out_is_in_the_access_log(
    cast: Cast, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = founded(play)
    seated(play, group)
    meeting = held(play, group)
    place = meeting.get_absolute_url()
    client = cast.client("county_supervisor")
    assert client.get(place).status_code == 200
    for kind in ("html", "exe"):
        assert client.get(f"{place}/minutes.{kind}").status_code == 404
    assert cast.client("station_clerk").get(f"{place}/minutes.docx").status_code == 404
    assert not AccessLine.objects.exists()
    choose_letters("/nowhere/none.ttf")
    try:
        assert client.get(f"{place}/minutes.pdf").status_code == 302
    finally:
        choose_letters()
    assert not AccessLine.objects.exists()
    assert client.get(f"{place}/minutes.docx").status_code == 200
    assert cast.client("electronic_supervisor").get(f"{place}/minutes.pdf").status_code == 200
    first, second = AccessLine.objects.order_by("id")
    assert (first.subject, first.name) == (group.stream, cast.county_supervisor.name)
    number = f"{meeting.held_on.year}-{meeting.number:02d}"
    assert first.fields == f"minutes {number}: attendance.name"
    assert "docx" in first.purpose
    assert "2" in first.purpose
    assert (second.name, "pdf" in second.purpose) == (cast.electronic_supervisor.name, True)

    def broken(**_: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("gege.desk.group.minutes.note_access", broken)
    with pytest.raises(RuntimeError):
        client.get(f"{place}/minutes.pdf")


def test_what_cannot_be_taken_stands_at_its_entry(cast: Cast, play: Play) -> None:
    client, meeting = cast.client("county_supervisor"), held(play, founded(play))
    place = f"{meeting.get_absolute_url()}/do/decide"
    good = {"title": "充电棚", "words": "建设充电棚", "owner": HOUSING, "due_on": "2027-03-31"}
    bad = (
        {"due_on": ""},
        {"owner": ""},
        {"owner": "nobody"},
        {"due_on": "2000-01-01"},
        {"due_on": "soon"},
        {"due_on": "9999-12-31"},
        {"title": ""},
        {"words": "x" * 1001},
        {"seen": "1"},
        {"seen": "x"},
    )
    for entry in bad:
        answer = client.post(place, good | entry)
        assert answer.status_code == 422, entry
        assert "wrong" in answer.content.decode()
    assert Decision.objects.count() == 0


def test_members_read_their_group_and_strangers_find_none(cast: Cast, play: Play) -> None:
    group = founded(play)
    seated(play, group)
    meeting = held(play, group)
    decided(play, meeting)
    pages = (group.get_absolute_url(), meeting.get_absolute_url())
    for who in ("department_officer", "county_dispatcher", "electronic_supervisor"):
        client = cast.client(who)
        for page in pages:
            shown = text_of(client, page)
            assert "/do/" not in shown
            assert client.post(f"{page}/do/minute", {"minutes": "改写"}).status_code == 404
    for who in ("stranger", "strange_township_operator", "station_clerk", "administrator"):
        client = cast.client(who)
        for page in pages:
            assert client.get(page).status_code == 404
    supervisor = cast.client("county_supervisor")
    for deed in ("found", "end_term", "nonsense"):
        assert supervisor.get(f"{pages[0]}/do/{deed}").status_code == 404
    member = Member.objects.get(seat="member")
    end = f"{pages[0]}/members/{member.uid}/end"
    assert supervisor.get(end).status_code == 200
    typed = {"last_day": timezone.localdate().isoformat(), "words": "调离"}
    assert supervisor.post(end, typed).status_code == 302


def test_pages_cost_the_same_with_one_meeting_and_with_many(cast: Cast, play: Play) -> None:
    group = founded(play)
    seated(play, group)
    client, counts = cast.client("county_supervisor"), []
    for more in (1, 3):
        for _one in range(more):
            meeting = held(play, group)
            for _two in range(more):
                decided(play, meeting)
        pages = (group.get_absolute_url(), meeting.get_absolute_url())
        for address in ("/supervision/groups", *pages):
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
    assert counts[:3] == counts[3:]
    for bad in ("-1", "9" * 40, "'", "²"):
        assert client.get(group.get_absolute_url(), {"after": bad}).status_code == 200
