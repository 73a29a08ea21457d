"""Cases that the opinion platform hands over: once, by version, in any order, hostile or not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from gege.matters.api import Attachment, Matter, Remark, Reporting
from gege.openapi.models import Case, RefusedCase
from gege.openapi.rules.opinions import hash_of
from gege.trail.api import Entry
from tests.cast import GRID
from tests.matters.play import PLAIN, Play
from tests.openapi.opinions import CASE, CLIENT, Connected, joined
from tests.openapi.rest_calls import BUREAU, get, post

__all__ = ["joined"]
Join = Callable[..., Connected]


def put(one: Connected, key: str, body: Any = None, **entries: Any) -> Any:
    """Hand a version over as the platform does."""
    content = body if body is not None else CASE | entries
    return Browser().put(f"/api/v1/opinions/{key}", content, "application/json", **one.system.head)


def notes(matter: Matter) -> list[str]:
    return list(Remark.objects.filter(matter=matter).order_by("id").values_list("words", flat=True))


@pytest.mark.row("R-071")
def test_a_case_becomes_a_matter_and_the_same_message_again_changes_nothing(
    play: Play, joined: Join
) -> None:
    one = joined()
    first = put(one, "MQ-2026-1")
    assert first.status_code == 201
    said = first.json()
    assert (said["how"], said["ignored"]) == ("new", [])
    matter = Matter.objects.get()
    assert (matter.title, matter.kind, matter.area_code) == ("路灯不亮", PLAIN, GRID)
    assert (matter.channel, matter.intent) == ("platform", "request")
    assert matter.reported_at.isoformat() == "2026-11-23T01:00:00+00:00"
    who = Reporting.objects.get()
    assert (who.name, who.phone, who.wants_callback) == ("居民乙", "10000000002", True)
    lines, seq = Entry.objects.count(), matter.trail_seq
    for _ in range(3):
        again = put(one, "MQ-2026-1")
        assert (again.status_code, again.json()["how"]) == (200, "again")
        assert again.json()["standing"] == said["standing"]
    matter.refresh_from_db()
    assert (Matter.objects.count(), Entry.objects.count(), matter.trail_seq) == (1, lines, seq)
    standing = said["standing"]
    assert standing["number"] == matter.number
    assert hash_of(standing) == standing["hash"]
    for personal in ("居民乙", "10000000002"):
        assert personal not in first.content.decode()
        assert personal not in str(Case.objects.values().get())


@pytest.mark.row("R-071")
def test_a_later_version_is_told_to_who_works_on_it_and_an_older_one_is_late(
    play: Play, joined: Join
) -> None:
    one = joined()
    put(one, "MQ-1", version=2)
    matter = Matter.objects.get()
    assert put(one, "MQ-1", version=1, title="旧标题").json()["how"] == "late"
    changed = put(one, "MQ-1", version=5, description="又灭了两盏", phone="10000000003")
    assert changed.json()["how"] == "changed"
    assert notes(matter)[-1] == "民情受理反馈平台更新了来件（第 5 版）：\n描述：又灭了两盏"
    assert Reporting.objects.get().phone == "10000000003"
    assert put(one, "MQ-1", version=4, title="迟到").json()["how"] == "late"
    assert (
        put(one, "MQ-1", version=5, description="又灭了两盏", phone="10000000003").json()["how"]
        == "again"
    )
    other = put(one, "MQ-1", version=5, title="同一版却不同")
    assert (other.status_code, other.json()["error"]) == (422, "version_used")
    matter.refresh_from_db()
    assert matter.title == "路灯不亮"
    payloads = " ".join(Entry.objects.values_list("payload", flat=True))
    assert "10000000003" not in payloads


def test_what_nobody_knows_here_is_kept_out_and_told(play: Play, joined: Join) -> None:
    one = joined()
    said = put(one, "MQ-1", 特殊="x", score=7, kind="their-own-7").json()
    assert said["ignored"] == ["kind", "score", "特殊"]
    matter = Matter.objects.get()
    assert matter.kind == PLAIN
    assert "平台给的类别：their-own-7" in notes(matter)[0]
    assert "score" not in str(Matter.objects.values().get())
    assert Case.objects.get().ignored == ["kind", "score", "特殊"]


def test_a_long_description_arrives_whole(play: Play, joined: Join) -> None:
    text = "一二三四五六七八九十" * 400
    assert put(joined(), "MQ-1", description=text).status_code == 201
    matter = Matter.objects.get()
    rest = "".join(notes(matter)).removeprefix("民情受理反馈平台编号：MQ-1").replace("\n", "")
    assert matter.description + rest == text


def test_a_case_that_was_taken_back_ends_and_forgets_who_it_was(play: Play, joined: Join) -> None:
    one = joined()
    put(one, "MQ-1")
    assert put(one, "MQ-1", version=2, withdrawn=True).json()["standing"]["state"] == "declined"
    who = Reporting.objects.get()
    assert (who.anonymous, who.name, who.phone) == (True, "", "")
    later = put(one, "MQ-1", version=3, withdrawn=True, address="新地点")
    assert later.json()["how"] == "changed"
    assert put(one, "MQ-2", withdrawn=True).json()["standing"]["state"] == "declined"


def test_files_come_with_the_case_or_stay_words(play: Play, joined: Join) -> None:
    one = joined()
    put(one, "MQ-1", attachments=["https://elsewhere.example.org/a.jpg"])
    matter = Matter.objects.get()
    assert "附件：https://elsewhere.example.org/a.jpg" in notes(matter)[0]
    picture = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    from django.core.files.uploadedfile import SimpleUploadedFile  # inline: one test

    sent = Browser().post(
        "/api/v1/opinions/MQ-1/attachments",
        {"file": SimpleUploadedFile("a.png", picture, "image/png")},
        **one.system.head,
    )
    assert sent.status_code == 201, sent.content
    assert Attachment.objects.get().sha256 == sent.json()["sha256"]


WRONG: list[tuple[dict[str, Any], int, str]] = [
    ({"title": ""}, 400, "malformed"),
    ({"version": 0}, 400, "malformed"),
    ({"version": "1"}, 400, "malformed"),
    ({"version": True}, 400, "malformed"),
    ({"version": 2**40}, 400, "malformed"),
    ({"raised_at": "yesterday"}, 400, "malformed"),
    ({"raised_at": "2026-11-23T09:00:00"}, 400, "malformed"),
    ({"raised_at": "2199-01-01T00:00:00Z"}, 422, "in_the_future"),
    ({"raised_at": "1971-01-01T00:00:00Z"}, 422, "too_long_ago"),
    ({"intent": "wish"}, 400, "malformed"),
    ({"lng": None}, 422, "point_half"),
    ({"lng": 30.3, "lat": 106.2}, 400, "malformed"),
    ({"grid": "511622100001999"}, 422, "unknown_grid"),
    ({"title": "长" * 121}, 400, "malformed"),
    ({"description": "长" * 4001}, 400, "malformed"),
    ({"attachments": "https://x.example.org"}, 400, "malformed"),
    ({"attachments": ["x"] * 11}, 400, "malformed"),
    ({"attachments": [7]}, 400, "malformed"),
    ({"title": "\u0000零"}, 400, "malformed"),
    ({"name": {"a": 1}}, 400, "malformed"),
]


def test_a_wrong_entry_is_named_and_nothing_is_kept(play: Play, joined: Join) -> None:
    one = joined()
    for entries, status, error in WRONG:
        response = put(one, "MQ-1", **entries)
        assert (response.status_code, response.json()["error"]) == (status, error), entries
    assert Matter.objects.count() == Case.objects.count() == 0


HOSTILE: list[tuple[bytes, int]] = [
    (b"", 415),
    (b"[]", 400),
    (b"{", 400),
    ('{"title": "路灯"}'.encode("gbk"), 400),
    (b'{"version": NaN}', 400),
    (b"[" * 100_000, 400),
    (b'{"title": "' + b"x" * 3_000_000 + b'"}', 413),
]


def test_hostile_bodies_and_ids_are_refused(play: Play, joined: Join) -> None:
    one = joined()
    for body, status in HOSTILE:
        assert put(one, "MQ-1", body).status_code == status, body[:40]
    for key in ("a b", "x" * 61, "..%2f", "编号", "a\x00"):
        assert put(one, key).status_code == 404, key
    assert Matter.objects.count() == Case.objects.count() == 0


def test_only_the_connected_platform_may_do_it(play: Play, joined: Join, open_system: Any) -> None:
    one = joined()
    put(one, "MQ-1")
    other = open_system(**BUREAU | {"unit_code": CLIENT["unit_code"], "role": CLIENT["role"]})
    assert get(other, "opinions/MQ-1").status_code == 403
    assert post(other, "opinions/MQ-1/received", {"hash": "0"}).status_code == 403
    assert get(None, "opinions/MQ-1").status_code == 401
    assert get(one.system, "opinions/MQ-2").status_code == 404


def test_a_case_that_could_not_be_taken_stands_on_a_list_until_it_is(
    play: Play, joined: Join
) -> None:
    one = joined()
    for _ in range(2):
        assert put(one, "MQ-1", grid="511622100001999").status_code == 422
    row = RefusedCase.objects.get()
    assert (row.their_id, row.times) == ("MQ-1", 2)
    assert row.said
    put(one, "MQ-1", version=2)
    assert RefusedCase.objects.count() == 0


def test_it_says_itself_what_arrived_when_it_only_hands_over(play: Play, joined: Join) -> None:
    one = joined()
    standing = put(one, "MQ-1").json()["standing"]
    wrong = post(one.system, "opinions/MQ-1/received", {"hash": "0" * 64})
    assert wrong.json() == {"present": False}
    assert Case.objects.get().touched_at is not None
    assert post(one.system, "opinions/MQ-1/received", {"hash": standing["hash"]}).json() == {
        "present": True
    }
    case = Case.objects.get()
    assert (case.touched_at, case.known_hash) == (None, standing["hash"])


@pytest.mark.row("R-071")
def test_it_compares_by_its_own_list_when_it_only_hands_over(play: Play, joined: Join) -> None:
    one = joined()
    for key in ("MQ-1", "MQ-2", "MQ-3"):
        put(one, key)
    span = {"since": "2026-11-01T00:00:00+08:00", "until": "2026-12-01T00:00:00+08:00"}
    index = get(one.system, "opinion-index", **span).json()
    assert index["count"] == 3
    same = post(one.system, "opinion-comparisons", span | index).json()
    assert (same["ours"], same["theirs"], same["differences"]) == (3, 3, [])
    cases = [row for row in index["cases"] if row["id"] != "MQ-2"]
    cases[0]["version"] = 9
    cases.append({"id": "MQ-9", "version": 1})
    found = post(one.system, "opinion-comparisons", span | {"count": 3, "cases": cases}).json()
    assert [(row["id"], row["what"]) for row in found["differences"]] == [
        ("MQ-1", "version"),
        ("MQ-2", "missing_there"),
        ("MQ-9", "missing_here"),
    ]
    wrong = post(one.system, "opinion-comparisons", span | {"count": 4, "cases": cases})
    assert wrong.status_code == 422
    assert json.loads(wrong.content)["error"] == "count"
