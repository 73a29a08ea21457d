"""Calls of the demonstration: the last three days on the line, told and written up like real ones.

Numbers begin with 1000000, which no line has.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from gege.hotline.callbacks.demonstration import play_callbacks
from gege.hotline.calls.entering import enter_call
from gege.hotline.calls.hear import hear
from gege.hotline.calls.knowledge import answers_to
from gege.hotline.calls.seats import sit_down
from gege.hotline.calls.systems import open_system
from gege.hotline.calls.writing import (
    Answer,
    Person,
    Source,
    Story,
    add,
    answer,
    nothing_wanted,
    report,
    urge,
)
from gege.hotline.models import PhoneSystem
from gege.hotline.rules.call_events import Told
from gege.hotline.rules.call_table import EventKind, ReplyRoute, Standing
from gege.kernel.area_codes import Level
from gege.matters.api import Box, Filter, local_date, page
from gege.staff.api import SYSTEM, Actor, Role, actor_for, people_at
from gege.territory.api import load_atlas
from gege.trail.api import Entry

SYSTEM_CODE: Final = "demo"


@dataclass(frozen=True, slots=True)
class Scene:
    """One call: hours before the end, the last digits of its number, seconds of waiting and talk.

    `deed` is what came of it; nothing for one that nobody answered (`talk` 0) or wrote up.
    """

    ago: float
    digits: str
    waits: int
    talk: int = 0
    deed: str = ""
    words: str = ""
    kind: str = ""
    standing: Standing = Standing.NAMED
    by_hand: bool = False


SCENES: Final = (
    Scene(52.0, "0411", 6, 95, "answer", "城乡居民医保怎么参保缴费"),
    Scene(50.5, "0425", 9, 70, "answer", "低保怎么申请，要哪些材料"),
    Scene(49.0, "0437", 41),
    Scene(47.5, "0437", 8, 120, "add", "上次说的那件事，这两天又加重了"),
    Scene(29.0, "", 5, 25, "nothing", "接通后没有人说话"),
    Scene(28.2, "0452", 12, 80, "answer", "残疾证怎么办理"),
    Scene(27.0, "0468", 7, 110, "urge", "反映好几天了，希望尽快处理"),
    Scene(26.0, "0470", 19, 60, "answer", "老年人优待证在哪里办"),
    Scene(5.5, "0481", 33),
    Scene(4.6, "0493", 8, 150, "report", "小区门口路灯不亮，晚上很黑", "A01"),
    Scene(3.4, "0506", 6, 130, "report", "楼下烧烤店深夜噪声扰民", "C01", Standing.CONFIDENTIAL),
    Scene(2.5, "", 11, 90, "report", "河边有人乱倒垃圾", "C01", Standing.ANONYMOUS),
    Scene(1.6, "0519", 0, 60, "report", "路面有坑，骑车容易摔", "B01", by_hand=True),
    Scene(0.8, "0493", 9, 45, "urge", "路灯的事什么时候来修"),
    Scene(0.2, "0522", 7, 65),
)


def play_calls(*, now: datetime, say: Callable[[str], None] = lambda _: None) -> int:
    """Play the calls of the last days through their deeds; return how many there were.

    Where a county has no hotline operator, or its telephone system exists, nothing is played.
    """
    atlas = load_atlas()
    county = atlas.county()
    centre = atlas.platform_unit(county.code) if county else None
    people = people_at(centre.id, now) if centre else ()
    operators = [one for one in people if one.role is Role.HOTLINE_OPERATOR]
    if not operators or PhoneSystem.objects.filter(code=SYSTEM_CODE).exists():
        return 0
    opened = now - timedelta(days=4)
    system, _secret = open_system(SYSTEM_CODE, "热线交换机（演示）", by=SYSTEM, now=opened)
    actors = []
    for place, person in enumerate(operators, start=1):
        actor = actor_for(person.account_id, person.post_id, now)
        if actor is not None:
            sit_down(f"80{place:02d}", by=actor, now=opened)
            actors.append(actor)
    for place, scene in enumerate(SCENES):
        seat = place % len(actors)
        _play(scene, place, system, f"80{seat + 1:02d}", actors[seat], now)
    called = play_callbacks(actors[0], now=now)
    say(f"{len(SCENES)} calls rang on the line, {called} people were called back.")
    return len(SCENES)


def _play(
    scene: Scene, place: int, system: PhoneSystem, seat: str, by: Actor, end: datetime
) -> None:
    rang = end - timedelta(hours=scene.ago)
    if scene.by_hand:
        uid = uuid4()
        enter_call(uid, lambda one: _write(scene, place, one, by, rang), by=by, now=rang)
        return
    number = f"1000000{scene.digits}" if scene.digits else ""
    ref, at = f"demo-{place}", rang
    call = hear(system, Told(f"{ref}-1", ref, EventKind.RINGING, at, number), now=at).call
    at += timedelta(seconds=scene.waits)
    if not scene.talk:
        hear(system, Told(f"{ref}-2", ref, EventKind.ABANDONED, at), now=at)
        return
    hear(system, Told(f"{ref}-2", ref, EventKind.ANSWERED, at, extension=seat), now=at)
    at += timedelta(seconds=scene.talk)
    if scene.deed:
        _write(scene, place, call.uid, by, at)
    hear(system, Told(f"{ref}-3", ref, EventKind.ENDED, at), now=at)


def _write(scene: Scene, place: int, uid: UUID, by: Actor, now: datetime) -> None:
    route = ReplyRoute.QUERY if scene.standing is Standing.ANONYMOUS else ReplyRoute.CALL
    number = f"1000000{scene.digits}" if scene.by_hand else ""
    who = Person(scene.standing, number=number, route=route)
    if scene.deed == "nothing":
        nothing_wanted(uid, scene.words, by=by, now=now)
    elif scene.deed == "report":
        grids = load_atlas().areas(Level.GRID)
        grid = grids[(place * 7) % len(grids)].code
        report(uid, Story(scene.words, scene.kind, grid_code=grid), who, by=by, now=now)
    elif scene.deed == "answer":
        _answer(scene, uid, by, now)
    else:
        number = _open_matter(place, by, now)
        if not number:
            nothing_wanted(uid, scene.words, by=by, now=now)
        elif scene.deed == "urge":
            urge(uid, number, scene.words, who, by=by, now=now)
        else:
            add(uid, number, scene.words, who, by=by, now=now)


def _answer(scene: Scene, uid: UUID, by: Actor, now: datetime) -> None:
    """Read the handbook out where it knows something, else say who does."""
    found = answers_to(scene.words, on=local_date(now), language="zh-hans")
    source = Source(found[0].uid, found[0].version) if found else None
    words = "" if source else "请到社区便民服务站窗口咨询，带上身份证和户口簿。"
    told = Answer(words, scene.words, source=source, person=Person(route=ReplyRoute.NONE))
    answer(uid, told, by=by, now=now)


def _open_matter(place: int, by: Actor, now: datetime) -> str:
    """Return the number of a matter in work at somebody else's, to which nothing happened since."""
    chosen = Filter(Box.OPEN, states=("dispatched", "handling"))
    rows = [
        one
        for one in page(by, chosen, now=now).rows
        if one.holder_id != by.unit_id
        and not Entry.objects.filter(stream=one.stream, at__gt=now).exists()
    ]
    return rows[place % len(rows)].number if rows else ""
