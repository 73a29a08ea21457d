"""The levels in words: English message ids and the Chinese that stands for them.

`{one}` and `{other}` are the two values as they may be shown (masked where the reader may not see
them). A sentence says what was seen, and draws no conclusion.
"""

from enum import StrEnum
from typing import Final, NamedTuple

from gege.kernel.addresses.comparing import AddressLikeness
from gege.kernel.likeness.levels import (
    DateLikeness,
    NameLikeness,
    NumberLikeness,
    PhoneLikeness,
    SexLikeness,
)


class Sentence(NamedTuple):
    """A message id and its Chinese."""

    english: str
    chinese: str


SENTENCES: Final[dict[str, Sentence]] = {
    "name.same": Sentence("Same name: {one}", "姓名相同：{one}"),
    "name.variant": Sentence(
        "Same name in other characters: {one} / {other}", "异体或繁体字：{one}/{other}"
    ),
    "name.same_sound": Sentence("Sounds the same: {one} / {other}", "同音字：{one}/{other}"),
    "name.near_sound": Sentence(
        "Sounds nearly the same: {one} / {other}", "读音相近：{one}/{other}"
    ),
    "name.swapped": Sentence(
        "Characters of the name changed places: {one} / {other}", "姓名用字颠倒：{one}/{other}"
    ),
    "name.one_more": Sentence(
        "One character more in the name: {one} / {other}", "姓名多一字或少一字：{one}/{other}"
    ),
    "name.one_syllable": Sentence(
        "One character of the name is another: {one} / {other}", "姓名有一字不同：{one}/{other}"
    ),
    "name.near_spelling": Sentence(
        "Spelt nearly the same: {one} / {other}", "拼写相近：{one}/{other}"
    ),
    "name.differs": Sentence("Different names: {one} / {other}", "姓名不同：{one}/{other}"),
    "name.unknown": Sentence("A name is missing", "缺少姓名"),
    "number.same": Sentence("Same number: {one}", "证件号码相同：{one}"),
    "number.converted": Sentence(
        "Same number, once with 15 digits: {one} / {other}",
        "证件号码相同，一方为15位旧号：{one}/{other}",
    ),
    "number.one_digit": Sentence(
        "Numbers differ in one digit: {one} / {other}", "证件号码相差一位：{one}/{other}"
    ),
    "number.transposed": Sentence(
        "Two neighbouring digits of the number changed places: {one} / {other}",
        "证件号码相邻两位互换：{one}/{other}",
    ),
    "number.masked_agrees": Sentence(
        "The digits that a masked number shows agree: {one} / {other}",
        "证件号码未遮挡部分一致：{one}/{other}",
    ),
    "number.differs": Sentence("Different numbers: {one} / {other}", "证件号码不同：{one}/{other}"),
    "number.unknown": Sentence("A number is missing or cannot be used", "缺少证件号码或号码不可用"),
    "phone.same": Sentence("Same telephone: {one}", "电话相同：{one}"),
    "phone.one_digit": Sentence(
        "Telephones differ in one digit: {one} / {other}", "电话相差一位：{one}/{other}"
    ),
    "phone.transposed": Sentence(
        "Two neighbouring digits of the telephone changed places: {one} / {other}",
        "电话相邻两位互换：{one}/{other}",
    ),
    "phone.differs": Sentence("Different telephones: {one} / {other}", "电话不同：{one}/{other}"),
    "phone.unknown": Sentence("A telephone is missing", "缺少电话"),
    "birth.same": Sentence("Same date of birth: {one}", "出生日期相同：{one}"),
    "birth.same_month": Sentence(
        "Same month of birth: {one} / {other}", "出生年月相同：{one}/{other}"
    ),
    "birth.swapped": Sentence(
        "Day and month of birth changed places: {one} / {other}", "出生月日颠倒：{one}/{other}"
    ),
    "birth.one_digit": Sentence(
        "Dates of birth differ in one digit: {one} / {other}", "出生日期相差一位：{one}/{other}"
    ),
    "birth.transposed": Sentence(
        "Two neighbouring digits of the date of birth changed places: {one} / {other}",
        "出生日期相邻两位互换：{one}/{other}",
    ),
    "birth.differs": Sentence(
        "Different dates of birth: {one} / {other}", "出生日期不同：{one}/{other}"
    ),
    "birth.unknown": Sentence("A date of birth is missing", "缺少出生日期"),
    "sex.same": Sentence("Same sex", "性别相同"),
    "sex.differs": Sentence("Different sexes", "性别不同"),
    "sex.unknown": Sentence("A sex is missing", "缺少性别"),
    "address.same_room": Sentence("Same dwelling: {one} / {other}", "同一房屋：{one}/{other}"),
    "address.same_unit": Sentence(
        "Same unit of a building: {one} / {other}", "同一单元：{one}/{other}"
    ),
    "address.same_building": Sentence("Same building: {one} / {other}", "同一楼栋：{one}/{other}"),
    "address.same_number": Sentence(
        "Same street number or estate: {one} / {other}", "同一门牌号或小区：{one}/{other}"
    ),
    "address.differs": Sentence("Different addresses: {one} / {other}", "地址不同：{one}/{other}"),
    "address.unknown": Sentence("The addresses cannot be compared", "地址无法比对"),
}


def sentence_of(level: StrEnum) -> Sentence:
    """Return a level's words."""
    return SENTENCES[f"{_KINDS[type(level)]}.{level}"]


_KINDS: Final[dict[type[StrEnum], str]] = {
    NameLikeness: "name",
    NumberLikeness: "number",
    PhoneLikeness: "phone",
    DateLikeness: "birth",
    SexLikeness: "sex",
    AddressLikeness: "address",
}
