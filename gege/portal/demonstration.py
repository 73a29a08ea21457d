"""What the portal of the demonstration shows: made-up pages and thanks, put there by its deeds.

Each text says that it is an example; nobody in it lives.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from gege.matters.api import local_date
from gege.portal.actions.page_words import PageWords
from gege.portal.actions.pages import (
    approve_page,
    end_pages,
    propose_page,
    withdraw_page,
    write_page,
)
from gege.portal.actions.thank import decide_thanks, thank_place
from gege.portal.issues_demonstration import tell_issues
from gege.portal.models import HotIssue, PublicPage
from gege.portal.queries.thanks import known_names, may_decide_on
from gege.portal.rules.thanks import without_names
from gege.staff.api import Actor, Role, actor_for, holders_of_grids, people_at_units
from gege.territory.api import Atlas, load_atlas

NOTE: Final = "\n\n（本页是演示用的示例，不是真实通知。）"


@dataclass(frozen=True, slots=True)
class Piece:
    """A page: `tier` says whose it is (6, 9 or 12 digits), `age` how many days ago."""

    tier: int
    kind: str
    title: str
    body: str
    age: int
    lasts: int | None = None
    category: str = ""
    fate: str = "shown"


PIECES: Final = (
    Piece(
        6,
        "open",
        "县级财政预算公开说明（示例）",
        "今年的预算安排，用大白话说三件事。\n\n"
        "- 钱从哪里来：上级补助和本县收入\n- 钱花到哪里去：教育、医疗、养老占一半以上\n"
        "- 谁来监督：人大审查，审计局审计，结果向社会公开",
        40,
        category="finance",
    ),
    Piece(
        6,
        "open",
        "政务服务大厅各窗口办公时间（示例）",
        "大厅周一到周五上午九点到十二点、下午两点到五点半办公。\n\n"
        "- 周六上午留人值班，办理身份证和社保业务\n- 不会用手机的，请找导办员",
        33,
        category="bodies",
    ),
    Piece(
        6,
        "news",
        "全县网格员走访满三个月，办结群众事项超过九成（示例）",
        "三个月来，网格员走进社区和院落，把群众的事一件一件记下来、办下去。\n\n"
        "办得慢的，红灯会一直亮着，办完才会灭。",
        9,
    ),
    Piece(
        9,
        "notice",
        "冬季用火用电安全提醒（示例）",
        "天冷了，请大家注意用火用电。\n\n- 出门断电，睡前看火\n- 电动车不进楼道\n"
        "- 闻到煤气味，先开窗，再到门外打电话",
        6,
        90,
    ),
    Piece(
        12,
        "notice",
        "本周六上午在社区广场免费量血压、测血糖（示例）",
        "社区卫生站的医生本周六上午到广场，给六十岁以上的老人免费检查。\n\n"
        "- 时间：上午八点半到十一点\n- 请空腹，带上身份证\n- 走不动的，告诉网格员，医生上门",
        2,
        10,
    ),
    Piece(
        12,
        "open",
        "社区居务公开：第三季度收支（示例）",
        "第三季度公共收益主要来自停车位和广告位。\n\n"
        "- 收入用于路灯、清掏化粪池和慰问老人\n- 明细贴在服务站门口，欢迎来查",
        20,
        category="village",
    ),
    Piece(12, "notice", "水管抢修停水通知（示例）", "抢修已经结束，供水恢复。", 12, 3, fate="over"),
    Piece(
        12,
        "notice",
        "广场改造期间请绕行（示例）",
        "改造提前完成，不用再绕行了，谢谢大家配合。",
        15,
        fate="withdrawn",
    ),
    Piece(
        12,
        "notice",
        "楼道杂物集中清理安排（示例）",
        "下周一到周三清理楼道杂物，请提前搬走有用的东西。",
        1,
        fate="proposed",
    ),
)
THANKS: Final = (
    ("{worker}下雨天还来家里看我，药也帮我带回来了，谢谢！", "shown"),
    ("路灯第二天就修好了，晚上走路放心多了。", "shown"),
    ("反映了半年的下水道通了，谢谢你们一次次来看。", "shown"),
    ("谢谢帮我母亲办了高龄补贴，家里的情况不便多说。", "private"),
    ("谢谢{worker}帮忙找回走丢的孩子！", "waiting"),
)


def tell_public(*, now: datetime, say: Callable[[str], None] = lambda _: None) -> None:
    """Put pages and thanks on the portal of the demonstration, once."""
    if PublicPage.objects.exists():
        return
    atlas = load_atlas()
    pages = sum(_write(piece, atlas, now) for piece in PIECES)
    thanks = sum(1 for _ in _thank(atlas, now))
    issues = sum(1 for _ in _issues(atlas, now))
    end_pages(now=now)
    say(f"The portal shows made-up news: {pages} pages, {thanks} thanks, {issues} hot issues.")


def _issues(atlas: Atlas, now: datetime) -> Iterator[HotIssue]:
    then = now - timedelta(days=60)
    writer = next(iter(_people(6, Role.COUNTY_DISPATCHER, atlas, then)), None)
    other = next(iter(_people(6, Role.COUNTY_SUPERVISOR, atlas, then)), None)
    if writer is not None and other is not None:
        yield from tell_issues(writer, other, atlas, now=now)


def _write(piece: Piece, atlas: Atlas, now: datetime) -> int:
    """Write a page in the name of the first unit of its tier that has two people for it."""
    then = now - timedelta(days=piece.age)
    first = local_date(then)
    last = first + timedelta(days=piece.lasts) if piece.lasts is not None else None
    words = PageWords(piece.kind, piece.title, piece.body + NOTE, first, last, piece.category)
    for writer, other in _pairs(piece.tier, atlas, then):
        uid = write_page(words, by=writer, now=then).uid
        propose_page(uid, by=writer, now=then + timedelta(minutes=30))
        if piece.fate != "proposed":
            approve_page(uid, by=other, now=then + timedelta(hours=1))
        if piece.fate == "withdrawn":
            reason = "工程提前完工（示例）"
            withdraw_page(uid, reason=reason, by=writer, now=then + timedelta(days=4))
        return 1
    return 0


def _pairs(tier: int, atlas: Atlas, now: datetime) -> Iterator[tuple[Actor, Actor]]:
    """Return who writes, and who of the tier above approves."""
    roles = {12: Role.STATION_CLERK, 9: Role.TOWNSHIP_OPERATOR, 6: Role.COUNTY_DISPATCHER}
    county = next(iter(_people(6, Role.COUNTY_SUPERVISOR, atlas, now)), None)
    for writer in _people(tier, roles[tier], atlas, now):
        if county is not None and county.account_id != writer.account_id:
            yield writer, county


def _people(tier: int, role: Role, atlas: Atlas, now: datetime) -> Iterator[Actor]:
    units = [
        one.id
        for one in atlas.units()
        if len(one.area_code) == tier and not one.is_department and one.code == one.area_code
    ]
    for people in people_at_units(units, now, (role,)).values():
        for person in people:
            actor = actor_for(person.account_id, person.post_id, now)
            if actor is not None:
                yield actor


def _thank(atlas: Atlas, now: datetime) -> Iterator[None]:
    grids = {one.id: one for one in atlas.units() if len(one.area_code) == 15}
    held = sorted(holders_of_grids(list(grids), now).items())
    clerks = list(_people(12, Role.STATION_CLERK, atlas, now))
    for place, (words, verdict) in enumerate(THANKS):
        if not held:
            return
        unit_id, person = held[place * 3 % len(held)]
        then = now - timedelta(days=len(THANKS) - place)
        row = thank_place(
            grids[unit_id].area_code,
            words.format(worker=person.name),
            receipt_key=uuid5(NAMESPACE_URL, f"thanks {place}"),
            atlas=atlas,
            now=then,
        )
        yield
        by = next((one for one in clerks if may_decide_on(one, row)), None)
        if by is None or verdict == "waiting":
            continue
        public = without_names(row.words, known_names(row), "网格员")
        decide_thanks(
            row.uid,
            verdict,
            public_words=public if verdict == "shown" else "",
            note="涉及家事（示例）" if verdict == "private" else "",
            by=by,
            now=then + timedelta(hours=3),
        )
