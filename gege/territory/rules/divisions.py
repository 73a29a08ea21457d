"""What a list of townships and committees changes: new, renamed, gone, and what is wrong with it.

The files are the statistical code lists (12-digit statistical code, domain 2.3) as CSV with a code
and a name in each row. The list of a level states that level whole: what it lacks is gone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gege.kernel.area_codes import Level, level_of, parent_of, problems_of
from gege.territory.rules.atlas import Atlas
from gege.territory.rules.facts import AreaFacts
from gege.territory.rules.names import place_name
from gege.territory.rules.problems import Problem, problem
from gege.territory.rules.sheets import Line, SourceFile, read_sheet

COLUMNS = {
    "code": ("code", "代码", "统计用区划代码", "区划代码"),
    "name": ("name", "名称", "单位名称"),
    "above": ("streetcode", "street_code", "parent", "parent_code", "上级代码"),
    "urban": ("urban_code", "城乡分类代码"),
    "english": ("name_en", "英文名称"),
}
SUCCESSION_COLUMNS = {
    "old": ("old_code", "old", "原代码"),
    "new": ("new_code", "new", "新代码"),
    "note": ("note", "备注"),
}
LONGEST_NAME = 60
DIVISIONS = (Level.COUNTY, Level.TOWNSHIP, Level.COMMUNITY)


@dataclass(frozen=True, slots=True)
class Division:
    """A township or committee as the list has it. `name_zh` is the place, see `place_name`."""

    code: str
    official_zh: str
    where: str
    urban_code: str = ""
    name_en: str = ""

    @property
    def name_zh(self) -> str:
        return place_name(self.official_zh)

    @property
    def level(self) -> Level:
        return level_of(self.code)


@dataclass(frozen=True, slots=True)
class Renaming:
    """A code that stays with another name."""

    division: Division
    before_zh: str


@dataclass(frozen=True, slots=True)
class Succession:
    """`old` ends and `new` takes its place, as a person says (or as a suggestion for one)."""

    old: str
    new: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class DivisionPlan:
    """What an import would do. Nothing is saved while `problems` has anything.

    `gone` lists what the new list lacks; what lies under it ends with it. `suggestions` pair gone
    areas with new ones of the same name: there is no official mapping, so a person decides.
    """

    county: str
    edition: int
    opens_county: str
    new: tuple[Division, ...]
    renamed: tuple[Renaming, ...]
    kept: int
    gone: tuple[AreaFacts, ...]
    successions: tuple[Succession, ...]
    suggestions: tuple[Succession, ...]
    problems: tuple[Problem, ...]


def plan_divisions(
    files: Sequence[SourceFile],
    atlas: Atlas,
    edition: int,
    *,
    county_name: str = "",
    succession: SourceFile | None = None,
) -> DivisionPlan:
    """Compare lists with the atlas. `county_name` opens the county when it is not there yet."""
    problems: list[Problem] = []
    rows: list[Division] = []
    for file in files:
        lines, found = read_sheet(file, COLUMNS, ("code", "name"))
        problems += found
        for line in lines:
            division, found = _division(line)
            problems += found
            if division is not None:
                rows.append(division)
    divisions, found = _without_duplicates(rows)
    problems += found
    county = min((code[:6] for code in divisions), default="")
    problems += _of_one_county(divisions, county, atlas, county_name)
    levels = {division.level for division in divisions.values()}
    current = {a.code: a for level in levels for a in atlas.areas(level) if a.code[:6] == county}
    problems += _orphans(divisions, levels, atlas)
    gone = tuple(a for code, a in sorted(current.items()) if code not in divisions)
    new = tuple(d for code, d in sorted(divisions.items()) if code not in current)
    renamed = tuple(
        Renaming(d, current[code].official_zh)
        for code, d in sorted(divisions.items())
        if code in current and current[code].official_zh != d.official_zh
    )
    successions, found = _read_succession(succession, gone, divisions, atlas)
    problems += found
    return DivisionPlan(
        county=county,
        edition=edition,
        opens_county="" if county in divisions or atlas.area(county) else county_name,
        new=new,
        renamed=renamed,
        kept=len(divisions) - len(new) - len(renamed),
        gone=gone,
        successions=successions,
        suggestions=_suggest(gone, new, {s.old for s in successions}),
        problems=tuple(problems),
    )


def _division(line: Line) -> tuple[Division | None, list[Problem]]:
    code, name = line.values["code"], line.values["name"]
    wrong = problems_of(code)
    if wrong:
        return None, [problem("bad_code", line.where, code=code[:20], why=", ".join(wrong))]
    if level_of(code) not in DIVISIONS:
        return None, [problem("not_a_division", line.where, code=code)]
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        return None, [problem("bad_name", line.where, name=name[:20], most=LONGEST_NAME)]
    above = line.values.get("above", "")
    if above and level_of(code) is Level.COMMUNITY and above != parent_of(code):
        return None, [problem("wrong_parent", line.where, code=code, parent=above[:20])]
    urban, english = line.values.get("urban", ""), line.values.get("english", "")
    return Division(code, name, line.where, urban[:3], english[:80]), []


def _without_duplicates(rows: Iterable[Division]) -> tuple[dict[str, Division], list[Problem]]:
    kept: dict[str, Division] = {}
    problems: list[Problem] = []
    for row in rows:
        first = kept.setdefault(row.code, row)
        if first is not row:
            problems.append(problem("code_twice", row.where, code=row.code, first=first.where))
    return kept, problems


def _of_one_county(
    divisions: Mapping[str, Division], county: str, atlas: Atlas, county_name: str
) -> list[Problem]:
    problems = [
        problem("other_county", d.where, code=d.code, county=county)
        for d in divisions.values()
        if d.code[:6] != county
    ]
    here = atlas.county()
    if county and here is not None and here.code != county:
        problems.append(problem("other_county", "", code=county, county=here.code))
    if county and here is None and not county_name and county not in divisions:
        problems.append(problem("county_unknown", "", county=county))
    return problems


def _orphans(divisions: Mapping[str, Division], levels: set[Level], atlas: Atlas) -> list[Problem]:
    problems: list[Problem] = []
    with_committees = {parent_of(d.code) for d in divisions.values() if d.level is Level.COMMUNITY}
    for one in divisions.values():
        if one.level is Level.COMMUNITY:
            above = one.code[: Level.TOWNSHIP]
            township = atlas.area(above)
            stands = township is not None and township.valid_to is None
            if above not in divisions and (Level.TOWNSHIP in levels or not stands):
                problems.append(problem("orphan", one.where, code=one.code, parent=above))
        elif one.level is Level.COUNTY:
            continue
        elif Level.COMMUNITY in levels and one.code not in with_committees:
            problems.append(problem("township_empty", one.where, code=one.code))
    return problems


def _read_succession(
    file: SourceFile | None,
    gone: Sequence[AreaFacts],
    divisions: Mapping[str, Division],
    atlas: Atlas,
) -> tuple[tuple[Succession, ...], list[Problem]]:
    if file is None:
        return (), []
    lines, problems = read_sheet(file, SUCCESSION_COLUMNS, ("old", "new"))
    leaving = {a.code: a for a in gone}
    successions: list[Succession] = []
    for line in lines:
        old, new = line.values["old"], line.values["new"]
        heir = atlas.area(new)
        if old not in leaving:
            problems.append(problem("successor_of_nothing", line.where, code=old[:20]))
        elif new not in divisions and (heir is None or heir.valid_to or new in leaving):
            problems.append(problem("successor_unknown", line.where, code=new[:20]))
        elif leaving[old].level != level_of(new):
            problems.append(problem("successor_level", line.where, code=old, successor=new))
        else:
            successions.append(Succession(old, new, line.values.get("note", "")[:200]))
    for (old, new), count in Counter((s.old, s.new) for s in successions).items():
        if count > 1:
            problems.append(problem("successor_twice", file.name, code=old, successor=new))
    return tuple(successions), problems


def _suggest(
    gone: Sequence[AreaFacts], new: Sequence[Division], settled: set[str]
) -> tuple[Succession, ...]:
    """Same name but for the kind of place (乡 -> 镇), and the only one of that name."""
    heirs: dict[tuple[Level, str], list[str]] = {}
    for division in new:
        heirs.setdefault((division.level, _stem(division.name_zh)), []).append(division.code)
    namesakes = Counter((a.level, _stem(a.name_zh)) for a in gone)
    return tuple(
        Succession(a.code, heirs[key][0])
        for a in gone
        if a.code not in settled
        and len(heirs.get(key := (a.level, _stem(a.name_zh)), ())) == 1
        and namesakes[key] == 1
    )


def _stem(name: str) -> str:
    for ending in ("街道", "社区", "镇", "乡", "村"):
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name
