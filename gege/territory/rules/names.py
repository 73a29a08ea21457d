"""The names of places and of the offices that serve them."""

import re
from dataclasses import dataclass

from gege.kernel.area_codes import Level

_RESIDENTS = re.compile(r"(居民委员会|居委会)$")
_VILLAGERS = re.compile(r"(村民委员会|村委会)$")


@dataclass(frozen=True, slots=True)
class UnitNames:
    """What an office is called."""

    name_zh: str
    name_en: str
    short_zh: str


def place_name(official: str) -> str:
    """The place a committee is of: 印山社区居委会 -> 印山社区, 武中村委会 -> 武中村."""
    name = official.strip()
    without = _VILLAGERS.sub("", name)
    if without != name:
        return without if without.endswith("村") else f"{without}村"
    return _RESIDENTS.sub("", name) or name


def platform_unit_names(
    level: Level, name_zh: str, name_en: str = "", community_zh: str = "", community_en: str = ""
) -> UnitNames:
    """The three platforms of R-031 and the grid's own post; English stays empty without a name."""
    match level:
        case Level.COUNTY:
            zh, short = f"{name_zh}社区网格服务管理监管中心", "县监管中心"
            en = f"{name_en} Grid Supervision Centre"
        case Level.TOWNSHIP:
            zh, short = f"{name_zh}社区网格服务管理中心", f"{name_zh}中心"
            en = f"{name_en} Grid Service Centre"
        case Level.COMMUNITY:
            zh, short = f"{name_zh}网格服务管理站", f"{name_zh}站"
            en = f"{name_en} Service Station"
        case Level.GRID:
            zh, short = f"{community_zh}{name_zh}", name_zh
            en = f"{community_en} {name_en}".strip()
    return UnitNames(zh, en if name_en else "", short)
