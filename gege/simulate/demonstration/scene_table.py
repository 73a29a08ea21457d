"""The scenes, as a table: who did what how many hours before now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from gege.matters import api as matters
from gege.matters.api import Matter, words
from gege.simulate.sentences import phrases

GRID, OTHER_GRID, STRANGE_GRID = "511622100001001", "511622100001002", "511622102001001"
STATION, TOWN, COUNTY = "511622100001", "511622100", "511622"
C: Final = words.Channel
OFFICER_OF: Final = "@"
"""Before a department's code, in place of a log-in."""
DONE: Final = words.Outcome.DONE


@dataclass(frozen=True, slots=True)
class Step:
    """One deed; `hours` are working hours before now, or clock hours in a grave scene."""

    hours: float
    by: str
    deed: Callable[..., Matter]
    words: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scene:
    """One matter: who reported it when, and the steps that followed."""

    kind: str
    hours: float
    by: str
    channel: words.Channel
    steps: tuple[Step, ...] = ()
    grid: str = GRID
    resident: bool = True
    lost: bool = False
    by_the_clock: bool = False


def _up(hours: float, by: str, tier: str) -> Step:
    why, tried = phrases.ESCALATE[tier][0]
    return Step(hours, by, matters.escalate, {"reason": why, "tried": tried})


def _to(hours: float, by: str, lead: str) -> Step:
    return Step(hours, by, matters.dispatch, {"lead": lead, "words": phrases.INSTRUCT[0]})


def _back(hours: float, by: str, again: bool = False) -> Step:
    reasons = phrases.RETURN_AGAIN if again else phrases.RETURN
    return Step(hours, by, matters.give_back, {"reason": reasons[0]})


def _done(hours: float, by: str, text: str) -> Step:
    return Step(hours, by, matters.complete, {"outcome": DONE, "words": text})


def _ask(hours: float, by: str) -> Step:
    words_ = {"days": 1, "reason": phrases.ASK_TIME[0]}
    return Step(hours, by, matters.ask_extension, words_)


def _take(hours: float, by: str) -> Step:
    return Step(hours, by, matters.accept)


def _sign(hours: float, by: str) -> Step:
    return Step(hours, by, matters.acknowledge)


def _to_county(hours: float, grid: str = "wangge01") -> tuple[Step, ...]:
    """Grid, station and township hand a matter up within an hour before `hours`."""
    return (
        _up(hours + 0.9, grid, "grid"),
        _up(hours + 0.6, "shequ01", "station"),
        _take(hours + 0.4, "xiangzhen01"),
        _up(hours + 0.2, "xiangzhen01", "township_centre"),
        _take(hours + 0.1, "paiqian01"),
    )


_FOR_THE_GRID: Final = (
    Scene("C01", 0.3, "rexian01", C.HOTLINE),
    Scene("D02", 7.3, "wangge01", C.HANDHELD, (_take(7.1, "wangge01"),), resident=False),
    Scene("D02", 10.5, "shequ01", C.PHONE, (_take(10.2, "wangge01"),)),
    Scene(
        "E01",
        5.0,
        "shequ01",
        C.COUNTER,
        (_up(4.0, "wangge01", "grid"), _to(1.0, "shequ02", GRID)),
    ),
)
_FOR_THE_STATION: Final = (
    Scene("C04", 2.0, "rexian01", C.HOTLINE, (_up(0.8, "wangge01", "grid"),)),
    Scene(
        "A04",
        6.0,
        "shequ01",
        C.PHONE,
        (_take(5.5, "wangge01"), _done(0.7, "wangge01", "疏通完毕，排水恢复正常。")),
    ),
    Scene(
        "A01",
        7.0,
        "rexian01",
        C.HOTLINE,
        (_take(6.5, "wangge02"), _done(1.2, "wangge02", "已更换灯头，当晚试灯正常。")),
        grid=OTHER_GRID,
    ),
    Scene(
        "E03",
        6.0,
        "shequ02",
        C.COUNTER,
        (_up(5.0, "wangge02", "grid"), _to(4.0, "shequ01", OTHER_GRID), _back(1.5, "wangge02")),
        grid=OTHER_GRID,
    ),
    Scene(
        "D02",
        6.8,
        "wangge02",
        C.PATROL,
        (_take(6.5, "wangge02"), _ask(1.0, "wangge02")),
        grid=OTHER_GRID,
        resident=False,
    ),
    Scene(
        "D01",
        16.0,
        "shequ01",
        C.PHONE,
        (_up(15.5, "wangge01", "grid"), _take(15.0, "shequ01")),
    ),
    Scene(
        "D03",
        21.0,
        "rexian01",
        C.HOTLINE,
        (_up(20.5, "wangge01", "grid"), _take(20.0, "shequ01")),
    ),
)
_FOR_THE_TOWN: Final = (
    Scene(
        "B04",
        4.0,
        "wangge01",
        C.PATROL,
        (_up(3.6, "wangge01", "grid"), _up(1.1, "shequ01", "station")),
        resident=False,
    ),
    Scene(
        "C06",
        9.0,
        "rexian01",
        C.HOTLINE,
        (
            _up(8.5, "wangge01", "grid"),
            _up(8.0, "shequ01", "station"),
            _take(7.5, "xiangzhen01"),
            _to(7.0, "xiangzhen01", "sifa-yankou"),
            _back(2.0, "@sifa-yankou"),
        ),
    ),
    Scene(
        "C06",
        30.0,
        "shequ01",
        C.PHONE,
        (
            _up(29.0, "wangge02", "grid"),
            _up(28.0, "shequ01", "station"),
            _take(27.0, "xiangzhen01"),
            _to(26.5, "xiangzhen01", "chengguan-yankou"),
            _sign(25.0, "@chengguan-yankou"),
            _ask(3.0, "@chengguan-yankou"),
        ),
        grid=OTHER_GRID,
    ),
    Scene(
        "F03",
        12.0,
        "shequ01",
        C.COUNTER,
        (
            _up(11.0, "wangge01", "grid"),
            _take(10.0, "shequ01"),
            _done(2.5, "shequ01", "已安排助餐点每日送餐，首周回访正常。"),
        ),
    ),
)
_FOR_THE_COUNTY: Final = (
    Scene(
        "D06",
        1.2,
        "wangge01",
        C.HANDHELD,
        (Step(1.0, "wangge01", matters.skip_level, {"reason": phrases.SKIP_LEVEL[0]}),),
        resident=False,
        by_the_clock=True,
    ),
    Scene("C04", 1.5, "rexian01", C.HOTLINE, lost=True),
    Scene("A04", 3.0, "shequ01", C.PHONE, _to_county(1.0)),
    Scene(
        "B01",
        8.0,
        "rexian01",
        C.HOTLINE,
        (*_to_county(6.0), _to(5.5, "paiqian01", "zhujian"), _back(2.2, "bumen01")),
    ),
    Scene(
        "C05",
        14.0,
        "rexian01",
        C.HOTLINE,
        (
            *_to_county(12.0),
            _to(11.5, "paiqian01", "chengguan"),
            _back(8.0, "@chengguan"),
            _to(7.0, "paiqian01", "shichang"),
            _back(2.8, "@shichang", again=True),
        ),
    ),
    Scene(
        "A06",
        12.0,
        "rexian01",
        C.HOTLINE,
        (
            _take(11.5, "paiqian01"),
            _to(11.0, "paiqian01", "wenlv"),
            _sign(10.0, "@wenlv"),
            _done(3.0, "@wenlv", "更换踏板和转轴，可以正常使用。"),
        ),
        lost=True,
    ),
    Scene(
        "B05",
        20.0,
        "rexian01",
        C.HOTLINE,
        (
            _take(19.5, "paiqian01"),
            _to(19.0, "paiqian01", "jiaotong"),
            _sign(18.0, "@jiaotong"),
            _done(9.0, "@jiaotong", "扶正立柱并更换站牌。"),
            Step(2.0, "jianguan01", matters.verify, {"words": phrases.VERIFIED[0]}),
        ),
        lost=True,
    ),
)
_HOUSING: Final = "zhujian"
_FOR_THE_DEPARTMENT: Final = (
    Scene("B04", 4.0, "shequ01", C.PHONE, (*_to_county(2.0), _to(1.4, "paiqian01", _HOUSING))),
    Scene(
        "D03",
        16.5,
        "rexian01",
        C.HOTLINE,
        (*_to_county(15.2), _to(14.8, "paiqian01", _HOUSING), _sign(13.5, "bumen01")),
    ),
    Scene(
        "A07",
        23.0,
        "rexian01",
        C.HOTLINE,
        (*_to_county(21.2), _to(20.5, "paiqian01", _HOUSING), _sign(19.0, "bumen01")),
    ),
    Scene(
        "E03",
        34.0,
        "shequ02",
        C.COUNTER,
        (
            *_to_county(31.0),
            _to(30.0, "paiqian01", _HOUSING),
            _sign(28.0, "bumen01"),
            _ask(2.6, "bumen01"),
        ),
    ),
    Scene(
        "A04",
        26.0,
        "rexian01",
        C.HOTLINE,
        (
            *_to_county(24.0),
            _to(23.0, "paiqian01", _HOUSING),
            _sign(21.0, "bumen01"),
            Step(
                3.2,
                "bumen01",
                matters.pause,
                {"why": "weather", "words": phrases.PAUSE["weather"], "days": 4},
            ),
        ),
    ),
)
_ELSEWHERE: Final = (
    Scene("C01", 2.2, "waizhen01", C.COUNTER, grid=STRANGE_GRID),
    Scene(
        "C04",
        3.0,
        "waizhen01",
        C.PHONE,
        (_up(1.6, "waiwangge01", "grid"),),
        grid=STRANGE_GRID,
    ),
)

SCENES: Final = (
    *_FOR_THE_GRID,
    *_FOR_THE_STATION,
    *_FOR_THE_TOWN,
    *_FOR_THE_COUNTY,
    *_FOR_THE_DEPARTMENT,
    *_ELSEWHERE,
)
