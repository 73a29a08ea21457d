"""How near two addresses are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.addresses import AddressLikeness, compare_addresses, read_address

HOME = "解放路12号3栋2单元501"


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        (HOME, "解放路12-3-2-501", AddressLikeness.SAME_ROOM),
        (HOME, "解放路12号阳光花园3栋2单元501", AddressLikeness.SAME_ROOM),
        ("阳光花园3栋2单元501", "解放路12号阳光花园3-2-501", AddressLikeness.SAME_ROOM),
        (HOME, "解放路12号3栋2单元502", AddressLikeness.SAME_UNIT),
        (HOME, "解放路12号3栋2单元", AddressLikeness.SAME_UNIT),
        (HOME, "解放路12号3栋1单元501", AddressLikeness.SAME_BUILDING),
        (HOME, "解放路12号3栋", AddressLikeness.SAME_BUILDING),
        (HOME, "解放路12号501", AddressLikeness.SAME_BUILDING),
        (HOME, "解放路12号4栋2单元501", AddressLikeness.SAME_NUMBER),
        (HOME, "解放路12号", AddressLikeness.SAME_NUMBER),
        ("解放路12号附3号", "解放路12号", AddressLikeness.SAME_NUMBER),
        ("解放路12号附3号", "解放路12号附4号", AddressLikeness.DIFFERS),
        (HOME, "解放路13号3栋2单元501", AddressLikeness.DIFFERS),
        (HOME, "建设路12号3栋2单元501", AddressLikeness.DIFFERS),
        ("沿口镇" + HOME, "中心镇" + HOME, AddressLikeness.DIFFERS),
        ("阳光花园3栋2单元501", "金色家园3栋2单元501", AddressLikeness.DIFFERS),
        ("石桥村3组15号", "石桥村三社15号", AddressLikeness.SAME_NUMBER),
        ("石桥村3组15号", "石桥村4组15号", AddressLikeness.DIFFERS),
        (HOME, "阳光花园3栋2单元501", AddressLikeness.UNKNOWN),
        (HOME, "", AddressLikeness.UNKNOWN),
        ("", "", AddressLikeness.UNKNOWN),
        ("3栋2单元501", "3栋2单元501", AddressLikeness.UNKNOWN),
    ],
)
def test_grades(one: str, other: str, likeness: AddressLikeness) -> None:
    ours, theirs = read_address(one), read_address(other)
    assert compare_addresses(ours, theirs) is likeness
    assert compare_addresses(theirs, ours) is likeness


parts = st.tuples(
    st.sampled_from(["解放路1号", "解放路2号", "阳光花园", ""]),
    st.sampled_from(["1栋", "2栋", ""]),
    st.sampled_from(["1单元", "2单元", ""]),
    st.sampled_from(["101室", "102室", ""]),
).map("".join)


@given(parts, parts)
def test_the_order_of_the_two_does_not_matter(one: str, other: str) -> None:
    ours, theirs = read_address(one), read_address(other)
    assert compare_addresses(ours, theirs) is compare_addresses(theirs, ours)
