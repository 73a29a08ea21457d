"""Public pages: who writes, who approves, and when everybody reads one (R-058, decision 0033)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from gege.kernel.area_codes import is_within

TITLE_LEAST: Final = 4
TITLE_MOST: Final = 80
BODY_LEAST: Final = 10
BODY_MOST: Final = 20_000
NOTE_MOST: Final = 300
ALT_MOST: Final = 200
MOST_PAPERS: Final = 5
LATEST: Final = date(2100, 1, 1)


class PageKind(StrEnum):
    """What a page is."""

    NEWS = "news"
    NOTICE = "notice"
    OPEN = "open"


class PageState(StrEnum):
    """What was done with a page. Whether it is shown is a question of the day as well."""

    DRAFT = "draft"
    SHOWN = "shown"
    WITHDRAWN = "withdrawn"
    OVER = "over"


class TextState(StrEnum):
    """How far a text of a page is."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    SENT_BACK = "sent_back"
    APPROVED = "approved"


OPEN_TEXTS: Final = (TextState.DRAFT, TextState.PROPOSED, TextState.SENT_BACK)
"""States in which a text is still being worked on."""

CATEGORIES: Final[Mapping[str, tuple[str, str]]] = {
    "rules": ("法规与规范性文件", "Rules and regulations"),
    "bodies": ("机构职能与办事时间", "Offices, duties and hours"),
    "plans": ("规划与统计", "Plans and statistics"),
    "permits": ("许可与办事条件", "Permits and conditions"),
    "penalties": ("行政处罚与强制", "Penalties and compulsory measures"),
    "finance": ("财政预算与决算", "Budgets and accounts"),
    "fees": ("收费项目与标准", "Fees and charges"),
    "purchasing": ("政府采购", "Public purchasing"),
    "projects": ("重大建设项目", "Major construction projects"),
    "livelihood": ("扶贫、教育、医疗、社保、就业", "Relief, schools, health, insurance, work"),
    "emergency": ("应急预案与预警", "Emergency plans and warnings"),
    "environment": ("环境、卫生、安全检查", "Environment, hygiene, safety checks"),
    "recruiting": ("公务员招考与录用", "Recruiting of civil servants"),
    "land": ("征地、拆迁与补偿", "Land, demolition and compensation"),
    "charity": ("社会救助与公益事业", "Relief and public welfare"),
    "village": ("村（居）务公开", "Affairs of villages and communities"),
    "other": ("其他", "Other"),
}
"""What a county, a township and a village publish of themselves, by code: Chinese and English name.
After the Regulations on Open Government Information (State Council order 711), articles 20 and 21,
and the Organic Law of the Villagers' Committees, article 30."""

STATION, TOWNSHIP, COUNTY, DEPARTMENT = "station", "township_centre", "county_centre", "department"

WRITERS: Final[Mapping[str, frozenset[str]]] = {
    STATION: frozenset({"station_clerk"}),
    TOWNSHIP: frozenset({"township_operator"}),
    COUNTY: frozenset({"county_supervisor", "county_dispatcher"}),
    DEPARTMENT: frozenset({"department_officer"}),
}
"""Who writes what a unit of each kind says to everybody: its own people."""

APPROVERS: Final[Mapping[str, frozenset[str]]] = {
    STATION: frozenset({"township_operator", "county_supervisor"}),
    TOWNSHIP: frozenset({"township_operator", "county_supervisor"}),
    COUNTY: frozenset({"county_supervisor", "county_dispatcher"}),
    DEPARTMENT: frozenset({"department_officer", "county_supervisor"}),
}
"""Who may approve it: somebody else of the same tier, or of the one above; never who wrote it.
A station's page needs the township; a department's officer approves for the own unit only."""


class No(StrEnum):
    """Why somebody may not approve."""

    NOT_YOURS = "not_yours"
    OWN_WORDS = "own_words"


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks, as the table needs to know them."""

    account_id: int | None
    role: str
    unit_id: int | None
    area_code: str


@dataclass(frozen=True, slots=True)
class Sayer:
    """The unit that says a page."""

    id: int
    kind: str
    area_code: str


def may_write(by: Person, unit: Sayer) -> bool:
    """Tell whether somebody writes for a unit: its own people, nobody else's."""
    return by.unit_id == unit.id and by.role in WRITERS.get(unit.kind, frozenset())


def may_look(by: Person, unit: Sayer) -> bool:
    """Tell whether somebody sees the drafts of a unit: its writers, and who may approve."""
    return may_write(by, unit) or _approves(by, unit)


def why_not_approve(by: Person, unit: Sayer, writers: Collection[int]) -> No | None:
    """Return why somebody may not approve what `writers` wrote for a unit; None when they may."""
    if not _approves(by, unit):
        return No.NOT_YOURS
    return No.OWN_WORDS if by.account_id is None or by.account_id in writers else None


def may_withdraw(by: Person, unit: Sayer) -> bool:
    """Tell whether somebody may take a page down at once: whoever writes or approves it."""
    return may_look(by, unit)


def _approves(by: Person, unit: Sayer) -> bool:
    if by.role not in APPROVERS.get(unit.kind, frozenset()):
        return False
    if by.role == "department_officer":
        return by.unit_id == unit.id
    return is_within(unit.area_code, by.area_code)


@dataclass(frozen=True, slots=True)
class Life:
    """State and days of a page: shown in [shown_from, shown_until], both days included."""

    state: PageState
    shown_from: date | None
    shown_until: date | None


class Standing(StrEnum):
    """How a page stands on a day."""

    DRAFT = "draft"
    TO_COME = "to_come"
    SHOWN = "shown"
    OVER = "over"
    WITHDRAWN = "withdrawn"


def standing_of(life: Life, on: date) -> Standing:
    """Return how a page stands on a day."""
    if life.state is not PageState.SHOWN or life.shown_from is None:
        return Standing(str(life.state)) if life.state is not PageState.SHOWN else Standing.DRAFT
    if on < life.shown_from:
        return Standing.TO_COME
    if life.shown_until is not None and on > life.shown_until:
        return Standing.OVER
    return Standing.SHOWN


def wrong_days(shown_from: date, shown_until: date | None) -> tuple[str, str] | None:
    """Return the field and the word of what is wrong with the days, else None."""
    if not date(2000, 1, 1) <= shown_from <= LATEST:
        return "shown_from", "day_out_of_range"
    if shown_until is not None and not shown_from <= shown_until <= LATEST:
        return "shown_until", "ends_before_it_begins"
    return None
