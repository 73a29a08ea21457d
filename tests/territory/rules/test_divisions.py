"""A list of divisions with anything wrong in it is refused row by row."""

from __future__ import annotations

import pytest

from gege.territory.api import Atlas
from gege.territory.messages import explain
from gege.territory.rules.divisions import DivisionPlan, plan_divisions
from gege.territory.rules.names import place_name
from gege.territory.rules.sheets import MOST_BYTES, SourceFile

TOWNS = "code,name\n511622100,沿口镇\n511622102,烈面镇\n"
VILLAGES = (
    "code,name,streetCode\n"
    "511622100001,解放路社区居委会,511622100\n"
    "511622102001,中山社区居委会,511622102\n"
)


def plan(*texts: str | bytes, county: str = "武胜县") -> DivisionPlan:
    files = [
        SourceFile(f"list{n}.csv", text if isinstance(text, bytes) else text.encode())
        for n, text in enumerate(texts, 1)
    ]
    return plan_divisions(files, Atlas([], []), 0, county_name=county)


def problems(*texts: str | bytes, county: str = "武胜县") -> list[tuple[str, str]]:
    found = plan(*texts, county=county).problems
    assert all(explain(one) for one in found)
    return [(one.kind, one.where) for one in found]


def test_two_sound_lists_open_the_county() -> None:
    sound = plan(TOWNS, VILLAGES)
    assert sound.problems == ()
    assert [d.code for d in sound.new] == [
        "511622100",
        "511622100001",
        "511622102",
        "511622102001",
    ]
    assert (sound.county, sound.opens_county) == ("511622", "武胜县")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_every_usual_encoding_and_line_end_is_read(encoding: str) -> None:
    crlf = VILLAGES.replace("\n", "\r\n")
    read = plan(TOWNS.encode(encoding), crlf.encode(encoding))
    assert read.problems == ()
    assert [d.name_zh for d in read.new][1] == "解放路社区"


def test_half_a_file_is_told_at_its_row() -> None:
    assert problems(TOWNS, VILLAGES[:-12]) == [
        ("row_cut", "list2.csv:3"),
        ("township_empty", "list1.csv:3"),
    ]
    half_a_character = VILLAGES.encode()[:-12]
    assert problems(TOWNS, half_a_character)[0] == ("file_cut", "list2.csv:3")
    assert problems(TOWNS, VILLAGES + '511622100002,"城北')[0] == ("file_cut", "list2.csv:4")
    assert problems(TOWNS, "\n".join(VILLAGES.splitlines()[:2])) == [
        ("township_empty", "list1.csv:3")
    ]


def test_a_wrong_header_says_what_is_missing_and_what_is_there() -> None:
    read = plan(TOWNS, "编号,名字\n511622100001,解放路社区\n").problems
    assert [(p.kind, p.where) for p in read][:2] == [
        ("no_column", "list2.csv:1"),
        ("no_column", "list2.csv:1"),
    ]
    assert read[0].detail["seen"] == "编号, 名字"
    assert problems("code,name,代码\n511622100,沿口镇,1\n") == [("column_twice", "list1.csv:1")]


def test_chinese_headings_are_understood() -> None:
    assert problems("统计用区划代码,名称\n511622100,沿口镇\n") == []


def test_bad_rows_are_named_one_by_one() -> None:
    bad = (
        "51162210000A,甲村委会,511622100\n"
        "5116221000,乙村委会,511622100\n"
        "511622100000,丙村委会,511622100\n"
        "511622100002,,511622100\n"
        "511622100001,又一个居委会,511622100\n"
        "511622100003,丁村委会,511622101\n"
        "511622300001,戊村委会,511622300\n"
        "511622100001001,第1网格,511622100001\n"
        "511623100001,外县居委会,511623100\n"
        "511622100009,多一格,511622100,x\n"
    )
    assert problems(TOWNS, VILLAGES + bad) == [
        ("row_too_long", "list2.csv:13"),
        ("bad_code", "list2.csv:4"),
        ("bad_code", "list2.csv:5"),
        ("bad_code", "list2.csv:6"),
        ("bad_name", "list2.csv:7"),
        ("wrong_parent", "list2.csv:9"),
        ("not_a_division", "list2.csv:11"),
        ("code_twice", "list2.csv:8"),
        ("other_county", "list2.csv:12"),
        ("orphan", "list2.csv:10"),
        ("orphan", "list2.csv:12"),
    ]


def test_files_that_are_no_lists_are_refused() -> None:
    assert problems("") == [("file_empty", "list1.csv")]
    assert problems("code,name\n") == [("file_empty", "list1.csv")]
    assert problems(b"PK\x03\x04\x00\x00code,name") == [("not_text", "list1.csv")]
    assert problems(b"code,name\n\xff\xff\xff\xff\n" + b"x" * 50) == [
        ("unknown_encoding", "list1.csv:2")
    ]
    assert problems(b"1" * (MOST_BYTES + 1)) == [("file_too_big", "list1.csv")]


def test_an_unknown_county_needs_a_name() -> None:
    assert problems(TOWNS, county="") == [("county_unknown", "")]
    assert problems("code,name\n511622,武胜县\n511622100,沿口镇\n", county="") == []


def test_a_committee_gives_its_place_its_name() -> None:
    names = ["解放路社区居委会", "武中村委会", "某村村民委员会", "东关社区居民委员会", "沿口镇"]
    assert [place_name(n) for n in names] == [
        "解放路社区",
        "武中村",
        "某村",
        "东关社区",
        "沿口镇",
    ]
