"""The real county of 2018 becomes that of 2020, and what was before stays readable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from gege.kernel.area_codes import Level
from gege.territory import models
from gege.territory.api import (
    RefusedError,
    SourceFile,
    import_divisions,
    load_atlas,
    read_divisions,
)
from gege.trail.api import Entry, Signature

pytestmark = pytest.mark.django_db

EARLY, LATE = date(2018, 1, 1), date(2020, 6, 1)
Find = Callable[[str], Path]


@pytest.fixture
def replay(real: Find, by: Signature, now: datetime) -> Callable[..., None]:
    def run(edition: str, on: date, succession: SourceFile | None = None) -> None:
        plan = read_divisions(
            real_files(real, edition), county_name="武胜县", succession=succession
        )
        import_divisions(plan=plan, on=on, by=by, now=now)

    return run


def real_files(real: Find, edition: str) -> list[SourceFile]:
    names = [f"wusheng_{kind}{edition}.csv" for kind in ("streets", "villages")]
    return [SourceFile(name, real(f"divisions/{name}").read_bytes()) for name in names]


@pytest.mark.row("R-035")
def test_the_county_of_2023_has_23_towns_and_324_committees(
    replay: Callable[..., None],
) -> None:
    replay("", LATE)
    atlas = load_atlas()
    committees = atlas.areas(Level.COMMUNITY)
    assert len(atlas.areas(Level.TOWNSHIP)) == 23
    assert Counter(c.code[9] == "0" for c in committees) == {True: 48, False: 276}
    assert [len(atlas.chain(c.code)) for c in committees] == [3] * 324


def test_the_reorganisation_replays(real: Find, replay: Callable[..., None]) -> None:
    replay("_history_2.1.1", EARLY)
    before = load_atlas()
    assert (len(before.areas(Level.TOWNSHIP)), len(before.areas(Level.COMMUNITY))) == (31, 559)
    plan = read_divisions(real_files(real, "_history_2.4.0"))
    gone, new = Counter(a.level for a in plan.gone), Counter(d.level for d in plan.new)
    assert (len(plan.renamed), plan.problems) == (13, ())
    assert gone == {Level.TOWNSHIP: 10, Level.COMMUNITY: 316}
    assert new == {Level.TOWNSHIP: 2, Level.COMMUNITY: 81}
    assert plan.kept == 21 + 243 - 13
    replay("_history_2.4.0", LATE)
    after = load_atlas()
    assert (len(after.areas(Level.TOWNSHIP)), len(after.areas(Level.COMMUNITY))) == (23, 324)
    assert models.Area.objects.filter(valid_to=LATE).count() == 326


def test_an_old_matter_still_shows_the_old_unit(replay: Callable[..., None]) -> None:
    replay("_history_2.1.1", EARLY)
    station = load_atlas().platform_unit("511622200201")
    assert station is not None
    replay("_history_2.4.0", LATE)
    atlas = load_atlas()
    then = atlas.unit(station.id)
    assert then is not None
    assert (then.name_zh, then.valid_to) == (station.name_zh, LATE)
    assert atlas.label("511622200201").startswith("鸣钟乡 · ")
    assert atlas.label("511622100004") == "沿口镇 · 定远社区"
    assert atlas.label("511622100004", on=date(2019, 1, 1)) == "沿口镇 · 定远街社区"
    renamed = atlas.platform_unit("511622100004")
    assert renamed is not None
    assert renamed.name_zh == "定远社区网格服务管理站"


@pytest.mark.row("R-036")
def test_a_mapping_tells_who_does_the_work_of_what_is_gone(
    real: Find, replay: Callable[..., None]
) -> None:
    replay("_history_2.1.1", EARLY)
    plan = read_divisions(real_files(real, "_history_2.4.0"))
    suggested = {s.old: s.new for s in plan.suggestions}
    assert suggested["511622200"] == "511622118"
    assert suggested["511622205"] == "511622117"
    mapping = "old_code,new_code,note\n511622200,511622118,撤乡设镇\n511622204,511622100,\n"
    replay("_history_2.4.0", LATE, SourceFile("map.csv", mapping.encode()))
    atlas = load_atlas()
    heirs = {}
    for code in ("511622200", "511622204", "511622207"):
        old = atlas.platform_unit(code)
        assert old is not None
        heir = atlas.effective_unit(old.id, LATE)
        heirs[code] = heir.code if heir else None
    assert heirs == {"511622200": "511622118", "511622204": "511622100", "511622207": None}
    old_town = atlas.area("511622200")
    assert old_town is not None
    assert [a.code for a in atlas.successors(old_town)] == ["511622118"]


def test_a_mapping_with_mistakes_is_refused(real: Find, replay: Callable[..., None]) -> None:
    replay("_history_2.1.1", EARLY)
    rows = "511622100,511622101\n511622200,511622999\n511622200,511622100001\n511622200,511622118\n"
    mapping = SourceFile("map.csv", f"old,new\n{rows}{rows[-20:]}".encode())
    plan = read_divisions(real_files(real, "_history_2.4.0"), succession=mapping)
    assert [(p.kind, p.where) for p in plan.problems] == [
        ("successor_of_nothing", "map.csv:2"),
        ("successor_unknown", "map.csv:3"),
        ("successor_level", "map.csv:4"),
        ("successor_twice", "map.csv"),
    ]


def test_the_same_list_again_changes_nothing(real: Find, replay: Callable[..., None]) -> None:
    replay("", LATE)
    plan = read_divisions(real_files(real, ""))
    assert (plan.new, plan.renamed, plan.gone, plan.kept) == ((), (), (), 347)


def test_a_plan_with_problems_saves_nothing(by: Signature, now: datetime) -> None:
    text = "code,name\n511622100,沿口镇\n51162210x,坏\n"
    plan = read_divisions([SourceFile("x.csv", text.encode())], county_name="武胜县")
    with pytest.raises(RefusedError, match=r"x\.csv:3: bad_code"):
        import_divisions(plan=plan, on=LATE, by=by, now=now)
    assert models.Area.objects.count() == 0
    assert Entry.objects.count() == 0


def test_a_plan_made_before_another_import_is_refused(
    county: None, by: Signature, now: datetime
) -> None:
    text = "code,name\n511622102001,中山社区居委会\n511622102003,新社区居委会\n"
    lists = [SourceFile("x.csv", text.encode())]
    first, second = read_divisions(lists), read_divisions(lists)
    import_divisions(plan=first, on=date(2026, 12, 1), by=by, now=now)
    with pytest.raises(RefusedError, match="changed_meanwhile"):
        import_divisions(plan=second, on=date(2026, 12, 1), by=by, now=now)


def test_communities_that_go_take_their_grids_with_them(
    county: None, by: Signature, now: datetime
) -> None:
    text = "code,name\n511622102002,烈渝社区居委会\n"
    mapping = SourceFile("map.csv", b"old,new\n511622102001,511622102002\n")
    day = date(2026, 12, 1)
    others = "".join(f"{a.code},{a.official_zh}\n" for a in load_atlas().children("511622100"))
    lists = [SourceFile("x.csv", (text + others).encode())]
    plan = read_divisions(lists, succession=mapping)
    result = import_divisions(plan=plan, on=day, by=by, now=now)
    assert (result.opened, result.renamed, result.ended) == (0, 0, 5)
    atlas = load_atlas()
    grid = atlas.platform_unit("511622102001003")
    assert grid is not None
    heir = atlas.effective_unit(grid.id, day)
    assert heir is not None
    assert (heir.kind, heir.code) == ("station", "511622102002")


def test_an_area_cannot_end_on_the_day_it_began(real: Find, replay: Callable[..., None]) -> None:
    replay("_history_2.1.1", EARLY)
    with pytest.raises(RefusedError, match="ends_too_early"):
        replay("_history_2.4.0", EARLY)
    assert len(load_atlas().areas(Level.TOWNSHIP)) == 31


def test_one_line_in_the_trail_tells_the_whole_import(county: None) -> None:
    lines = Entry.objects.filter(stream="territory:511622", deed="import_divisions")
    assert lines.count() == 2
