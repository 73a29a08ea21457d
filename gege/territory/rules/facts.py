"""What is known of an area and of a unit, as plain unchanging values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gege.kernel.area_codes import Level
from gege.kernel.coordinates import Point


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """An area. `boundary` is GeoJSON in WGS-84 or None; `centre` is WGS-84 or None."""

    id: int
    code: str
    level: Level
    kind: str
    name_zh: str
    official_zh: str
    name_en: str
    parent_id: int | None
    parent_code: str | None
    urban_code: str
    pilot: bool
    centre: Point | None
    boundary: Mapping[str, Any] | None = field(compare=False, repr=False)
    valid_from: date
    valid_to: date | None
    successor_ids: tuple[int, ...] = ()

    def name(self, lang: str = "zh-hans") -> str:
        return self.name_en if lang.startswith("en") and self.name_en else self.name_zh

    @property
    def short_zh(self) -> str:
        return self.name_zh

    @property
    def area_code(self) -> str:
        return self.code

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """An office. `kind` is a value of `UnitKind`; `area_code` is the area it serves."""

    id: int
    code: str
    kind: str
    area_id: int
    area_code: str
    parent_id: int | None
    parent_code: str | None
    name_zh: str
    name_en: str
    short_zh: str
    duty_phone: str
    responsible_leader: str
    contact_officer: str
    valid_from: date
    valid_to: date | None
    successor_id: int | None

    def name(self, lang: str = "zh-hans") -> str:
        return self.name_en if lang.startswith("en") and self.name_en else self.name_zh

    def short(self, lang: str = "zh-hans") -> str:
        """The name for narrow places: the Chinese short name, or the English name."""
        return self.name(lang) if lang.startswith("en") else self.short_zh or self.name_zh

    @property
    def is_department(self) -> bool:
        return self.kind == "department"

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name an area had in [valid_from, valid_to)."""

    name_zh: str
    valid_from: date
    valid_to: date
