"""Thirty cameras of the demonstration, and requests to view in each of their states."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from gege.kernel.area_codes import Level
from gege.matters.api import local_date
from gege.simulate.demonstration.leading_group import officer_of, supervisor
from gege.simulate.stage import Stage
from gege.staff.api import Actor, Role
from gege.supervision import api as supervision
from gege.supervision.api import (
    Camera,
    CameraDeed,
    CameraEntry,
    Invalid,
    NewView,
    NewViewing,
    ViewRequest,
)

COUNT: Final = 30
POLICE, TRAFFIC, CITY = "gongan", "jiaotong", "chengguan"
KINDS: Final = (
    ("road", "路口", "路口全景和人行横道", POLICE),
    ("school", "学校门前", "校门前道路和人行道", POLICE),
    ("square", "小广场", "广场出入口和台阶", POLICE),
    ("market", "农贸市场", "市场出入口和通道", CITY),
    ("transport", "客运站前", "站前停车区和候车通道", TRAFFIC),
    ("parking", "公共停车场", "停车场出入口", CITY),
    ("estate", "小区主出入口外", "出入口外道路，不对住户门窗", POLICE),
    ("hazard", "河堤", "河堤步道和水尺", POLICE),
)
"""Purpose, a name, what is seen, whose it is."""
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)


def watch_places(stage: Stage, end: datetime, *, since: datetime) -> None:
    """Put the register and its requests down on the agenda."""
    stage.agenda.put(since + HOUR, partial(_register, stage))
    later: tuple[tuple[timedelta, Callable[[Stage, datetime], None]], ...] = (
        (DAY * 26, _seen_and_over),
        (DAY * 18, _left_without_answer),
        (DAY * 12, _refused),
        (DAY * 9, _withdrawn),
        (DAY * 7, _revoked),
        (HOUR * 5, _granted_and_seen),
        (HOUR * 2, _asked),
    )
    for before, act in later:
        if end - before > since + DAY:
            stage.agenda.put(end - before, partial(act, stage))
    for days in (20, 11, 3):
        stage.agenda.put(end - DAY * days, _expire)


def _register(stage: Stage, now: datetime) -> None:
    by, made = supervisor(stage, now), 0
    for number, grid in enumerate(stage.atlas.areas_on(local_date(now), Level.GRID)):
        if made == COUNT or grid.centre is None:
            continue
        purpose, name, view, owner = KINDS[number % len(KINDS)]
        entry = CameraEntry(
            code=f"DEMO-{made + 1:04d}",
            name=f"{stage.atlas.label(grid.code).split(' · ')[-2]}{name}",
            owner=owner,
            purpose=purpose,
            view=view,
            lng=grid.centre.lng,
            lat=grid.centre.lat,
            direction=None if number % 9 == 4 else number * 47 % 360,
            sign=number % 7 != 5,
            retention_days=(30, 60, 90)[number % 3],
            contact="监控室 0826-0000000",
        )
        try:
            camera = supervision.register_camera(entry, by=by, now=now)
        except Invalid:
            continue  # the middle of a grid may lie outside of it
        made += 1
        if made in (7, 19):
            supervision.turn_camera(
                camera.uid, CameraDeed.SUSPEND, words="线路检修", by=by, now=now
            )


def _asked(stage: Stage, now: datetime) -> None:
    _ask(stage, now, 3, "incident", "夜间有人损坏路灯控制箱，请查看前后半小时。")
    _ask(stage, now, 5, "own_image", "居民申请查看自己车辆被刮擦的经过。")


def _granted_and_seen(stage: Stage, now: datetime) -> None:
    request = _ask(stage, now, 0, "danger", "老人走失，家属报警，查看路口走向。")
    _grant(stage, request, now, 48)
    _view(request, now + HOUR, "老人向河堤方向步行，已通知社区寻找并找到。", stage)


def _seen_and_over(stage: Stage, now: datetime) -> None:
    request = _ask(stage, now, 1, "incident", "校门前车辆剐蹭，核查经过。")
    _grant(stage, request, now, 24)
    _view(request, now + HOUR * 3, "剐蹭发生于放学时段，双方已自行协商。", stage)


def _left_without_answer(stage: Stage, now: datetime) -> None:
    _ask(stage, now, 2, "inspection", "年度安全检查抽查保存期限。")


def _refused(stage: Stage, now: datetime) -> None:
    request = _ask(stage, now, 4, "own_image", "查看邻居何时出门。")
    officer = officer_of(stage, POLICE, now)
    if officer is not None:
        words = "与公共安全无关，且涉及他人隐私，不予查看。"
        supervision.refuse_view(request.uid, words=words, by=officer, now=now)


def _withdrawn(stage: Stage, now: datetime) -> None:
    request = _ask(stage, now, 6, "incident", "电动车被移动，请查看。")
    supervision.withdraw_view(request.uid, words="车辆已找到", by=_asker(stage, now, 6), now=now)


def _revoked(stage: Stage, now: datetime) -> None:
    request = _ask(stage, now, 8, "incident", "占道施工纠纷，核查开挖时间。")
    _grant(stage, request, now, 48)
    officer = officer_of(stage, POLICE, now)
    if officer is not None:
        words = "当事双方已和解，不再需要查看。"
        supervision.revoke_view(request.uid, words=words, by=officer, now=now + HOUR)


def _expire(now: datetime) -> None:
    supervision.expire_views(now=now)


def _camera(place: int) -> Camera:
    """Return a camera of the police, for somebody sits there who decides."""
    return Camera.objects.filter(owner__code=POLICE).order_by("id")[place]


def _asker(stage: Stage, now: datetime, place: int) -> Actor:
    """Return a clerk of the station over a camera, the supervisor where nobody sits."""
    camera = _camera(place)
    unit = stage.atlas.platform_unit(camera.area_code[:12])
    people = stage.roster.of(unit.id, Role.STATION_CLERK, now) if unit else ()
    return people[0] if people else supervisor(stage, now)


def _ask(stage: Stage, now: datetime, place: int, reason: str, words: str) -> ViewRequest:
    camera = _camera(place)
    entry = NewView(
        cameras=(camera.uid,),
        reason=reason,
        words=words,
        begins=now - HOUR * 20,
        ends=now - HOUR * 18,
    )
    return supervision.ask_to_view(entry, by=_asker(stage, now, place), now=now)


def _grant(stage: Stage, request: ViewRequest, now: datetime, hours: int) -> None:
    officer = officer_of(stage, POLICE, now)
    if officer is not None:
        words = "情况属实，同意在派出所查看。"
        supervision.grant_view(request.uid, words=words, hours=hours, by=officer, now=now)


def _view(request: ViewRequest, at: datetime, found: str, stage: Stage) -> None:
    asker = next(
        one
        for one in stage.roster.at(request.asked_unit_id, at)
        if one.account_id == request.asked_by_id
    )
    cameras = tuple(one.uid for one in supervision.cameras_asked([request])[request.pk])
    entry = NewViewing(cameras, at, request.begins, request.ends, "城区派出所视频查看室", found)
    supervision.note_viewing(request.uid, entry, by=asker, now=at)
