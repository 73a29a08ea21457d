"""Addresses of a community in their many spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.addresses import Address, read_address

HOME = Address(road="解放路", number="12", building="3", unit="2", floor="5", room="501")
ESTATE = Address(estate="阳光花园", building="3", unit="2", floor="5", room="501")


@pytest.mark.parametrize(
    "written",
    [
        "解放路12号3栋2单元501",
        "解放路12号3栋2单元501室",
        "解放路12号3幢2单元501号",
        "解放路12号3幢二单元五楼1号",
        "解放路十二号三栋二单元五〇一",
        "解放路12号3号楼2单元501室",
        "解放路12号3座2单元501",
        "解放路12号3楼2单元501",
        "解放路12-3-2-501",
        "解放路12号3-2-501",
        "解放路12号3栋2-501",
        "解放路12号3栋2单元5-1",
        "解放路12号3号楼2-5-1",
        "解放路12号3栋2门501",
        "解放路12#3#楼2单元501",
        "解放路１２号３栋２单元５０１",
        "解放路 12号 3栋 2单元 501室",
        "解放路１２—３—２—５０１",
        "解放路12号院3栋2单元501",
        "解放路012号03栋02单元0501室",
        "解放路12号3栋2单元5楼501室",
        "四川省广安市武胜县解放路12号3栋2单元501",
        "武胜县解放路12号第3栋第2单元501",
    ],
)
def test_spellings_of_one_dwelling_are_one(written: str) -> None:
    assert read_address(written) == HOME


@pytest.mark.parametrize(
    "written",
    [
        "阳光花园3栋2单元501",
        "阳光花园小区3栋2单元501室",
        "阳光花园3-2-501",
        "阳光花园3号楼2单元5楼1号",
        "阳光花园3-2-5-1",
    ],
)
def test_spellings_in_an_estate_are_one(written: str) -> None:
    assert read_address(written) == ESTATE


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("３幢二单元五楼１号", Address(building="3", unit="2", floor="5", room="501")),
        (
            "沿口镇解放路社区解放路12号",
            Address(town="沿口镇", community="解放路", road="解放路", number="12"),
        ),
        ("建设北路5号附3号", Address(road="建设北路", number="5附3")),
        ("建设北路5-3号", Address(road="建设北路", number="5附3")),
        ("石桥村3组15号", Address(community="石桥", group="3", number="15")),
        ("石桥村三社", Address(community="石桥", group="3")),
        ("解放路二巷5号", Address(road="解放路2巷", number="5")),
        ("三元街12号", Address(road="三元街", number="12")),
        ("阳光花园A座1203", Address(estate="阳光花园", building="A", floor="12", room="1203")),
        (
            "解放路12号阳光花园3栋2单元501A",
            Address("", "", "", "解放路", "12", "阳光花园", "3", "2", "5", "501A"),
        ),
        ("人民路中段88号2栋1单元3楼", Address("", "", "", "人民路中段", "88", "", "2", "1", "3")),
        (
            "印山社区2栋3单元负一楼2号",
            Address("", "印山", building="2", unit="3", floor="B1", room="2"),
        ),
        ("解放路12号3楼东户", Address(road="解放路", number="12", floor="3", room="东")),
        ("滨江路8号老粮站对面", Address(road="滨江路", number="8", estate="老粮站对面")),
        ("", Address()),
        ("不详", Address()),
        ("———", Address()),
    ],
)
def test_what_is_not_said_stays_empty(written: str, read: Address) -> None:
    assert read_address(written) == read


@pytest.mark.parametrize("written", ["解放路12-3", "解放路12-3-501", "阳光花园3-2", "解放路12号3"])
def test_numbers_without_words_are_doubtful(written: str) -> None:
    assert read_address(written).doubtful


def test_keys_name_the_dwelling_by_each_name_of_its_plot() -> None:
    read = read_address("解放路12号阳光花园3栋2单元501")
    assert read.building_keys == ("解放路12|3", "阳光花园|3")
    assert read.room_keys == ("解放路12|3|2|501", "阳光花园|3|2|501")
    assert read_address("解放路12号").room_keys == ()


numbers = st.integers(1, 99)


@given(numbers, numbers, st.integers(1, 9), st.integers(1, 30), st.integers(1, 12))
def test_the_canonical_spelling_is_read_as_the_same_address(
    number: int, building: int, unit: int, floor: int, door: int
) -> None:
    room = f"{floor}{door:02d}"
    expected = Address(
        "", "", "", "解放路", str(number), "", str(building), str(unit), str(floor), room
    )
    for written in (
        f"解放路{number}号{building}栋{unit}单元{room}",
        f"解放路{number}-{building}-{unit}-{room}",
        f"解放路{number}号{building}幢{unit}单元{floor}楼{door}号",
        expected.canonical,
    ):
        assert read_address(written) == expected


@given(st.text("解放路街村社区栋单元楼号室一二十附-0123456789 AB", max_size=30))
def test_any_address_is_read(text: str) -> None:
    assert isinstance(read_address(text).canonical, str)
