"""Putting the handbook of the demonstration on its shelf, through the deeds of the handbook.

Fates: `renewed` was reviewed once; `two versions` has a second text; `to review` is due now;
`expired` ended some days ago and its owner was asked; `withdrawn` was taken back; `draft ahead`
has a change in preparation. The last article of the housing bureau is a draft.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from gege.matters.api import local_date
from gege.services.api import (
    Article,
    Text,
    publish_article,
    renew_article,
    withdraw_article,
    write_article,
)
from gege.simulate.demonstration.handbook.livelihood import LIVELIHOOD
from gege.simulate.demonstration.handbook.order import ORDER
from gege.simulate.demonstration.handbook.piece import Piece
from gege.simulate.demonstration.handbook.street import STREET
from gege.simulate.stage import Stage
from gege.staff.api import Actor, Role

PIECES: Final = (*LIVELIHOOD, *ORDER, *STREET)
YEAR: Final = timedelta(days=365)
WRITTEN: Final = timedelta(days=60)
"""So long before the end of the play the handbook was published."""
AGO: Final = timedelta(days=5)
"""What is due or over in the demonstration has been so for some days."""
_UNFINISHED: Final = Piece(
    "procedure",
    "老旧小区加装电梯怎么办",
    "Lifts for old buildings",
    """同一单元业主商量好，占三分之二以上的业主参与表决，其中四分之三以上同意，可以加装电梯。

- 先征求一楼住户意见，能补偿的写进协议
- 请设计单位出方案，在楼道公示
- 到住建窗口联合审查""",
    "《中华人民共和国民法典》",
    "电梯 加装 老小区",
    "zhujian",
)


def put_up(stage: Stage, end: datetime, *, since: datetime) -> None:
    """Put down on the agenda what becomes of every article between two moments."""
    first = max(end - WRITTEN, since)
    for place, piece in enumerate((*PIECES, _UNFINISHED)):
        stage.agenda.put(first + timedelta(minutes=7 * place), _writing(stage, piece, end))


def _writing(stage: Stage, piece: Piece, end: datetime) -> Callable[[datetime], None]:
    def write(now: datetime) -> None:
        by = _keeper(stage, piece, now)
        article = write_article(_text(stage, piece, now, end), by=by, now=now)
        stage.tally.deeds["write_article"] += 1
        if piece is _UNFINISHED:
            return
        publish_article(article.uid, by=by, now=now)
        stage.tally.deeds["publish_article"] += 1
        for at, deed in _fate(stage, piece, article, now, end):
            if at > now:
                stage.agenda.put(at, deed)

    return write


def _fate(
    stage: Stage, piece: Piece, article: Article, written: datetime, end: datetime
) -> Iterator[tuple[datetime, Callable[[datetime], None]]]:
    text = _text(stage, piece, written, end)

    def by(now: datetime) -> Actor:
        return _keeper(stage, piece, now)

    def renew(now: datetime) -> None:
        until = local_date(end) + YEAR
        renew_article(article.uid, valid_to=until, review_on=until, by=by(now), now=now)

    def change(now: datetime) -> None:
        longer = f"{text.body}\n\n（本页近期会更新办理窗口的地址。）"
        write_article(replace(text, body=longer), uid=article.uid, by=by(now), now=now)

    def anew(now: datetime) -> None:
        shorter = text.body.replace("公示十五天", "公示七天")
        write_article(replace(text, body=shorter), uid=article.uid, by=by(now), now=now)
        publish_article(article.uid, note="公示由十五天改为七天（示例）", by=by(now), now=now)

    def withdraw(now: datetime) -> None:
        withdraw_article(article.uid, reason="检修已经结束", by=by(now), now=now)

    deeds = {
        "renewed": (timedelta(days=3), renew),
        "two versions": (timedelta(days=12), anew),
        "withdrawn": (timedelta(days=9), withdraw),
        "draft ahead": (timedelta(days=2), change),
    }
    if piece.fate in deeds:
        before, deed = deeds[piece.fate]
        yield end - before, deed


def _text(stage: Stage, piece: Piece, written: datetime, end: datetime) -> Text:
    """Return the text as it is first written. What is due or over by the end is so by its days."""
    first, last = local_date(written), local_date(end)
    over = last - AGO if last - AGO > first else None
    valid_to = {"expired": over, "renewed": last + timedelta(days=20)}.get(piece.fate)
    review_on = over if over and piece.fate == "to review" else last + YEAR * 3 / 4
    owner = stage.atlas.unit_by_code(piece.owner or stage.home.code)
    assert owner is not None  # the tables name living departments
    return Text(
        kind=piece.kind,
        title=piece.title,
        title_en=piece.title_en,
        body=piece.body,
        source=piece.source,
        keywords=piece.keywords,
        owner_id=owner.id,
        valid_from=first,
        valid_to=valid_to,
        review_on=review_on,
    )


def _keeper(stage: Stage, piece: Piece, now: datetime) -> Actor:
    """Return who writes for the owner: its officer, or a supervisor of the county centre."""
    unit = stage.atlas.unit_by_code(piece.owner) if piece.owner else None
    people = stage.roster.at(unit.id, now) if unit else ()
    if people:
        return people[0]
    centre = stage.atlas.platform_unit(stage.home.code)
    assert centre is not None  # every county has its centre
    return stage.roster.of(centre.id, Role.COUNTY_SUPERVISOR, now)[0]
