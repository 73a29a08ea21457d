"""A person's notices, and the notices that reached nobody."""

from __future__ import annotations

from gege.notices.api import Message, MessageState, Notice, deliver, post
from gege.notices.rules import Draft
from gege.staff.api import Role, end_post, give_post
from tests.cast import OTHER_TOWN, TOWN, VACANT_GRID
from tests.desk.workspace.conftest import Desk


def told(desk: Desk, many: int = 1, *, urgent: bool = False, unit: str = TOWN) -> None:
    """Post notices to a unit and deliver them."""
    matter = desk.play.report()
    values = {"number": matter.number, "title": matter.title}
    to = desk.play.cast.unit_id(unit)
    draft = Draft("reported", matter.number, to_unit_id=to, values=values, urgent=urgent)
    post([draft] * many, now=desk.play.now)
    deliver(now=desk.play.now)


def test_a_notice_links_to_its_matter_and_is_read_by_a_post(desk: Desk) -> None:
    told(desk)
    client = desk.client("township_operator")
    (line,) = client.get("/notices").context["notices"]
    assert (line.unread, line.href.startswith("/matters/20261124-")) == (True, True)
    assert line.deed is not None
    assert client.get(line.deed.href).status_code == 405
    client.post(line.deed.href)
    (line,) = client.get("/notices").context["notices"]
    assert (line.unread, line.deed) == (False, None)


def test_an_urgent_notice_asks_to_be_acknowledged(desk: Desk) -> None:
    told(desk, urgent=True)
    client = desk.client("township_operator")
    (line,) = client.get("/notices").context["notices"]
    assert line.deed is not None
    assert client.post(line.deed.href).status_code == 302
    notice = Notice.objects.get()
    assert (notice.read_at, notice.acknowledged_at) == (desk.play.now, desk.play.now)
    assert client.post(line.deed.href).status_code == 404


def test_anothers_notice_stays_as_it_is(desk: Desk) -> None:
    told(desk, urgent=True)
    notice = Notice.objects.get()
    stranger = desk.client("stranger")
    assert stranger.get("/notices").context["notices"] == []
    assert stranger.post(f"/notices/{notice.pk}/acknowledge").status_code == 404
    stranger.post(f"/notices/{notice.pk}/read")
    stranger.post("/notices/read")
    notice.refresh_from_db()
    assert (notice.read_at, notice.acknowledged_at) == (None, None)


def test_whoever_has_left_a_unit_reads_its_notices_no_more(desk: Desk) -> None:
    told(desk)
    play, left = desk.play, desk.play.cast.township_operator
    assert left.account_id is not None
    assert left.post_id is not None
    post(
        [Draft("reported", "", to_account_id=left.account_id, values={"number": "自己的"})],
        now=play.now,
    )
    deliver(now=play.now)
    give_post(
        by=play.cast.administrator,
        now=play.now,
        account_id=left.account_id,
        role=Role.TOWNSHIP_OPERATOR,
        unit_id=play.cast.unit_id(OTHER_TOWN),
        valid_from=play.now.date(),
    )
    client = desk.client("township_operator")
    assert len(client.get("/notices").context["notices"]) == 2
    end_post(post_id=left.post_id, on=play.now.date(), by=play.cast.administrator, now=play.now)
    page = client.get("/notices")
    assert ["自己的" in line.text for line in page.context["notices"]] == [True]
    assert "路面有坑" not in page.text
    assert "路面有坑" not in client.get("/").text
    assert page.context["rail"].notices == 1
    assert Notice.objects.filter(account_id=left.account_id).count() == 2  # whom it reached


def test_the_unread_stand_first_and_pages_show_each_once(desk: Desk) -> None:
    told(desk, 60)
    newest = Notice.objects.order_by("-id")
    read = set(newest.values_list("id", flat=True)[:5])
    Notice.objects.filter(id__in=read).update(read_at=desk.play.now)
    client = desk.client("township_operator")
    address, shown = "/notices", []
    while address:
        response = client.get(address)
        shown += response.context["notices"]
        following = response.context["turns"].next
        address = f"/notices{following}" if following else ""
    assert [line.unread for line in shown] == [True] * 55 + [False] * 5
    client.post("/notices/read")
    assert Notice.objects.filter(read_at=None).count() == 0


def test_hostile_keys_of_notices_break_nothing(desk: Desk) -> None:
    told(desk, 2)
    client = desk.client("township_operator")
    for key in ("'", "unread_", "unread_x", "read_-1", "9" * 5000, "read_" + "9" * 30, "\x00"):
        assert client.get("/notices", {"after": key}).status_code == 200
    county = desk.client("county_supervisor")
    for key in ("'", "-1", "9" * 5000, "\x00", "١"):
        assert county.get("/notices/undelivered", {"after": key}).status_code == 200


def test_a_dead_letter_is_seen_and_sent_again(desk: Desk) -> None:
    told(desk, unit=VACANT_GRID)
    dead = Message.objects.get()
    Message.objects.update(state=MessageState.DEAD, attempts=6)
    client = desk.client("county_dispatcher")
    (line,) = client.get("/notices/undelivered").context["lines"]
    assert (line["id"], line["attempts"]) == (dead.pk, 6)
    assert client.post(line["retry"].href).status_code == 302
    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == (MessageState.QUEUED, 0)
    assert client.post(line["retry"].href).status_code == 404
    assert client.get("/notices/undelivered").context["lines"] == []


def test_dead_letters_are_for_the_county_and_its_administrator(desk: Desk) -> None:
    told(desk, unit=VACANT_GRID)
    Message.objects.update(state=MessageState.DEAD)
    number = Message.objects.get().subject
    (line,) = desk.get("administrator", "/notices/undelivered").context["lines"]
    assert (line["text"], line["href"]) == (f"事项的进展 · {number}", "")
    letter = Message.objects.get().pk
    for who in ("township_operator", "electronic_supervisor", "department_officer"):
        client = desk.client(who)
        assert client.get("/notices/undelivered").status_code == 404
        assert client.post(f"/notices/undelivered/{letter}/retry").status_code == 404


def test_electronic_supervision_reads_its_own_notices(desk: Desk) -> None:
    client = desk.client("electronic_supervisor")
    assert client.get("/notices").status_code == 200
    assert client.post("/notices/read").status_code == 302


def test_notices_cost_the_same_however_many(desk: Desk) -> None:
    costs = []
    for many in (1, 2, 57):
        told(desk, many)
        costs.append(desk.statements("township_operator", "/notices"))
    assert len(set(costs)) == 1
    assert costs[0] <= 6
