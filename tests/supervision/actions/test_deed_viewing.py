"""Requests to view through their real deeds: no viewing without a permission (R-053)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gege.kernel.ids import new_uid
from gege.notices.models import Message
from gege.supervision import api as supervision
from gege.supervision.api import Viewing, ViewRequest, sentence_of
from gege.supervision.errors import Invalid, NotFound, Refused, Stale, SupervisionError
from gege.trail.api import Entry, verify
from gege.trail.models import AccessLine
from tests.cast import CIVIL_AFFAIRS, COMMUNITY, HOUSING
from tests.matters.play import Play
from tests.supervision.cameras import asked, granted, registered, viewing_of

pytestmark = pytest.mark.row("R-053")
HOUR = timedelta(hours=1)


def trail_of(request: ViewRequest) -> list[str]:
    rows = Entry.objects.filter(stream=request.stream).order_by("seq")
    return list(rows.values_list("deed", flat=True))


def access_lines() -> list[tuple[str, str, str]]:
    return list(AccessLine.objects.order_by("id").values_list("name", "subject", "fields"))


def test_a_request_is_asked_granted_used_and_over(play: Play) -> None:
    camera = registered(play)
    play.forget_notices()
    request = asked(play, camera)
    assert (request.state, request.owner_id) == ("asked", play.cast.unit_id(HOUSING))
    assert play.told() == [(HOUSING, "view_asked")]
    request = granted(play, request)
    play.wait(hours=1)
    supervision.note_viewing(
        request.uid, viewing_of(play, request, camera), by=play.cast.station_clerk, now=play.now
    )
    viewing = Viewing.objects.get()
    assert (viewing.name, viewing.point, viewing.cameras, viewing.at) == (
        "张站员",
        "城北派出所视频室",
        [camera.pk],
        play.now,
    )
    play.wait(hours=8)
    assert supervision.expire_views(now=play.now) == 1
    request.refresh_from_db()
    assert (request.state, request.ends_at) == ("expired", None)
    assert trail_of(request) == ["ask", "grant", "view", "expire"]
    assert access_lines() == [
        ("张站员", "camera:WS-0001", "recordings asked"),
        ("张站员", "camera:WS-0001", "recordings viewed"),
    ]
    assert verify(key=b"a key of the tests, long enough.").broken is None


@pytest.mark.parametrize(
    ("until", "word"),
    [
        ("asked", "view_not_granted"),
        ("refused", "view_not_granted"),
        ("withdrawn", "outside_view_window"),
        ("unanswered", "outside_view_window"),
        ("long over", "outside_view_window"),
    ],
)
def test_nothing_is_viewed_without_a_permission_that_holds(
    play: Play, until: str, word: str
) -> None:
    camera = registered(play)
    request = asked(play, camera)
    words = {"words": "不需要", "now": play.now}
    officer, clerk = play.cast.department_officer, play.cast.station_clerk
    if until == "refused":
        supervision.refuse_view(request.uid, by=officer, **words)
    if until == "long over":
        granted(play, request)
    if until == "withdrawn":
        supervision.withdraw_view(request.uid, by=clerk, **words)
    if until in ("unanswered", "long over"):
        play.wait(days=6)
        supervision.expire_views(now=play.now)
    with pytest.raises(Refused, match=word):
        supervision.note_viewing(
            request.uid, viewing_of(play, request, camera), by=clerk, now=play.now
        )
    assert not Viewing.objects.exists()
    assert ("张站员", "camera:WS-0001", "recordings viewed") not in access_lines()


def test_a_permission_reaches_no_further_than_it_says(play: Play) -> None:
    camera, other = registered(play), registered(play, code="WS-0002")
    request = granted(play, asked(play, camera))
    clerk = play.cast.station_clerk
    play.wait(hours=1)
    bad: tuple[tuple[dict[str, Any], str], ...] = (
        ({"at": play.now - 2 * HOUR}, "outside_view_window"),
        ({"at": play.now + HOUR}, "outside_view_window"),
        ({"begins": request.begins - HOUR}, "outside_stretch"),
        ({"ends": request.ends + HOUR}, "outside_stretch"),
        ({"ends": request.begins}, "stretch_backwards"),
        ({"cameras": (other.uid,)}, "camera_not_asked"),
        ({"cameras": (camera.uid, new_uid())}, "camera_not_asked"),
        ({"cameras": ()}, "no_camera"),
        ({"point": " "}, "needed"),
        ({"found": "x" * 501}, "too_long"),
    )
    for entry, word in bad:
        with pytest.raises(Invalid, match=word):
            supervision.note_viewing(
                request.uid, viewing_of(play, request, camera, **entry), by=clerk, now=play.now
            )
    for who in ("second_station_clerk", "department_officer", "county_supervisor"):
        with pytest.raises(SupervisionError):
            supervision.note_viewing(
                request.uid,
                viewing_of(play, request, camera),
                by=play.cast.actor(who),
                now=play.now,
            )
    assert not Viewing.objects.exists()
    # What took place in the window is noted late rather than never.
    seen_at = play.now
    play.wait(hours=12)
    supervision.expire_views(now=play.now)
    entry = viewing_of(play, request, camera, at=seen_at)
    supervision.note_viewing(request.uid, entry, by=clerk, now=play.now)
    with pytest.raises(Invalid, match="outside_view_window"):
        supervision.note_viewing(
            request.uid, viewing_of(play, request, camera), by=clerk, now=play.now
        )


@pytest.mark.parametrize("deed", ["revoke", "withdraw"])
def test_ending_a_permission_hides_no_viewing_and_allows_none(play: Play, deed: str) -> None:
    camera = registered(play)
    request = granted(play, asked(play, camera))
    clerk, officer = play.cast.station_clerk, play.cast.department_officer
    play.wait(hours=1)
    seen_at = play.now
    play.wait(minutes=30)
    if deed == "revoke":
        supervision.revoke_view(request.uid, words="已看完", by=officer, now=play.now)
    else:
        supervision.withdraw_view(request.uid, words="不需要", by=clerk, now=play.now)
    play.wait(minutes=30)
    for at in (play.now, play.now - timedelta(minutes=29)):
        late = viewing_of(play, request, camera, at=at)
        with pytest.raises(Invalid, match="outside_view_window"):
            supervision.note_viewing(request.uid, late, by=clerk, now=play.now)
    assert not Viewing.objects.exists()
    entry = viewing_of(play, request, camera, at=seen_at)
    supervision.note_viewing(request.uid, entry, by=clerk, now=play.now)
    assert ("张站员", "camera:WS-0001", "recordings viewed") in access_lines()
    state = {"revoke": "revoked", "withdraw": "withdrawn"}[deed]
    request.refresh_from_db()
    assert (request.state, Viewing.objects.get().view_until) == (state, request.ended_at)


def test_the_table_itself_refuses_a_viewing_outside_its_window(play: Play) -> None:
    camera = registered(play)
    request = granted(play, asked(play, camera))
    good = {
        "request": request,
        "cameras": [camera.pk],
        "at": play.now,
        "begins": request.begins,
        "ends": request.ends,
        "point": "p",
        "found": "f",
        "account_id": play.cast.station_clerk.account_id,
        "noted_at": play.now,
        "view_from": request.view_from,
        "view_until": request.view_until,
        "asked_from": request.begins,
        "asked_until": request.ends,
    }
    bad = (
        {"at": play.now + timedelta(days=9)},
        {"begins": request.begins - HOUR},
        {"ends": request.ends + HOUR},
        {"cameras": []},
    )
    for entry in bad:
        with pytest.raises(IntegrityError), transaction.atomic():
            Viewing.objects.create(**(good | entry))
    with pytest.raises(IntegrityError), transaction.atomic():
        ViewRequest.objects.filter(pk=request.pk).update(decided_by=request.asked_by)


def test_nobody_grants_their_own_request(play: Play) -> None:
    camera = registered(play)
    own = asked(play, camera, by="department_officer")
    for deed in (supervision.refuse_view, supervision.revoke_view):
        with pytest.raises(Refused, match="own_request"):
            deed(own.uid, words="自己决定", by=play.cast.department_officer, now=play.now)
    with pytest.raises(Refused, match="own_request"):
        granted(play, own)
    strange = asked(play, camera)
    for who, error in (
        ("county_supervisor", Refused),
        ("other_department_officer", NotFound),
        ("second_station_clerk", NotFound),
        ("stranger", NotFound),
        ("grid_worker", NotFound),
        ("administrator", NotFound),
    ):
        with pytest.raises(error):
            supervision.grant_view(
                strange.uid, words="同意", hours=8, by=play.cast.actor(who), now=play.now
            )
    officer = play.cast.department_officer
    with pytest.raises(Stale):
        supervision.grant_view(strange.uid, words="同意", hours=8, by=officer, now=play.now, seen=0)
    for hours in (0, -1, 73):
        with pytest.raises(Invalid, match="grant_hours"):
            granted(play, strange, hours)


def test_who_reads_a_request(play: Play) -> None:
    request = asked(play, registered(play))
    people = play.cast.people
    readers = [one for one in people if supervision.visible_views(people[one]).exists()]
    assert readers == [
        "station_clerk",
        "county_supervisor",
        "department_officer",
        "electronic_supervisor",
    ]
    assert supervision.views_waiting(people["department_officer"]) == 1
    assert supervision.views_waiting(people["station_clerk"]) == 0
    with pytest.raises(NotFound):
        supervision.view_page(request.uid, by=people["stranger"], now=play.now)


NOT_ASKED: tuple[tuple[str, dict[str, Any], type[Exception], str], ...] = (
    ("grid_worker", {}, Refused, "not_yours"),
    ("electronic_supervisor", {}, Refused, "not_yours"),
    ("administrator", {}, Refused, "not_yours"),
    ("stranger", {}, Invalid, "unknown_camera"),
    ("station_clerk", {"cameras": ()}, Invalid, "no_camera"),
    ("station_clerk", {"cameras": tuple(new_uid() for _n in range(21))}, Invalid, "too_many"),
    ("station_clerk", {"reason": "curiosity"}, Invalid, "unknown_choice"),
    ("station_clerk", {"reason": "matter"}, Invalid, "matter_needed"),
    ("station_clerk", {"matter": "20200101-0000001"}, Invalid, "unknown_matter"),
    ("station_clerk", {"words": " "}, Invalid, "needed"),
    ("station_clerk", {"words": "x" * 1001}, Invalid, "too_long"),
)


def test_what_cannot_be_asked(play: Play) -> None:
    camera = registered(play)
    for who, entry, error, word in NOT_ASKED:
        with pytest.raises(error, match=word):
            asked(play, camera, by=who, **entry)
    assert (ViewRequest.objects.count(), AccessLine.objects.count()) == (0, 0)


def test_a_request_goes_to_one_owner_about_what_is_still_kept(play: Play) -> None:
    camera, other = registered(play), registered(play, code="WS-0002", owner=CIVIL_AFFAIRS)
    with pytest.raises(Invalid, match="several_owners"):
        asked(play, camera, other)
    removed = registered(play, code="WS-0003", owner=COMMUNITY)
    supervision.turn_camera(
        removed.uid,
        supervision.CameraDeed.REMOVE,
        words="拆除",
        by=play.cast.county_supervisor,
        now=play.now,
    )
    with pytest.raises(Invalid, match="unknown_camera"):
        asked(play, removed)
    stretches = (
        (timedelta(days=31), "stretch_gone"),
        (timedelta(hours=30), "stretch_too_long"),
        (timedelta(hours=1), "stretch_backwards"),
    )
    for back, word in stretches:
        begins = play.now - back
        ends = begins + HOUR if word == "stretch_gone" else play.now - 2 * HOUR
        with pytest.raises(Invalid, match=word) as refused:
            asked(play, camera, begins=begins, ends=ends)
        assert "%(" not in sentence_of(refused.value)
    with pytest.raises(Invalid, match="stretch_in_the_future"):
        asked(play, camera, begins=play.now, ends=play.now + HOUR)


@pytest.mark.parametrize("deed", ["ask", "grant", "view", "withdraw", "expire"])
def test_a_deed_that_cannot_be_written_is_not_done(
    play: Play, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    camera = registered(play)
    request = asked(play, camera) if deed != "ask" else None
    if deed == "view" and request is not None:
        granted(play, request)
    before = (Entry.objects.count(), AccessLine.objects.count(), Message.objects.count())
    state = ViewRequest.objects.values_list("state", "version").first()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("gege.supervision.actions.streamed.record", broken)
    clerk = play.cast.station_clerk
    uid = request.uid if request else new_uid()
    later = play.now + timedelta(days=9)

    def view() -> object:
        page = supervision.view_page(uid, by=clerk, now=play.now)
        entry = viewing_of(play, page.request, camera)
        return supervision.note_viewing(uid, entry, by=clerk, now=play.now)

    deeds: dict[str, Callable[[], object]] = {
        "ask": lambda: asked(play, camera),
        "grant": lambda: granted(play, ViewRequest.objects.get()),
        "view": view,
        "withdraw": lambda: supervision.withdraw_view(uid, words="不用", by=clerk, now=play.now),
        "expire": lambda: supervision.expire_views(now=later),
    }
    with pytest.raises(RuntimeError):
        deeds[deed]()
    assert (Entry.objects.count(), AccessLine.objects.count(), Message.objects.count()) == before
    assert ViewRequest.objects.values_list("state", "version").first() == state
    assert not Viewing.objects.exists()
