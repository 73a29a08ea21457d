"""What a column seems to hold, by its heading and by its values; a person confirms it."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from gege.kernel.addresses import read_address
from gege.kernel.identity import credit_code_problems
from gege.kernel.personal.citizen_numbers import CellState, read_citizen_cell
from gege.kernel.personal.names import name_keys
from gege.kernel.personal.phones import phones_in
from gege.kernel.personal.written_dates import read_date


class Meaning(StrEnum):
    """What the values of a column are; OTHER when nothing fits."""

    CITIZEN_NUMBER = "citizen_number"
    CREDIT_CODE = "credit_code"
    PHONE = "phone"
    DATE = "date"
    AREA_CODE = "area_code"
    SEX = "sex"
    NAME = "name"
    ADDRESS = "address"
    SERIAL = "serial"
    CODE_LIST = "code_list"
    OTHER = "other"


# Headings by the words in them; the first that fits counts.
_HEADINGS: Final = (
    (Meaning.CREDIT_CODE, ("信用代码", "组织机构代码")),
    (Meaning.CITIZEN_NUMBER, ("身份证", "身份号码", "证件号", "公民身份", "证号")),
    (Meaning.PHONE, ("电话", "手机", "联系方式", "号码")),
    (Meaning.DATE, ("日期", "出生年月", "时间", "年月日", "年月")),
    (Meaning.AREA_CODE, ("行政区划", "区划代码", "地区编码", "社区编码", "网格编码")),
    (Meaning.SEX, ("性别",)),
    (Meaning.ADDRESS, ("地址", "住址", "住所", "门牌", "坐落")),
    (Meaning.NAME, ("姓名", "户主", "联系人", "参保人", "申请人", "负责人", "法人", "监护人")),
    (Meaning.SERIAL, ("序号", "编号")),
)
_AREA: Final = re.compile(r"[1-8][0-9]{5}(?:[0-9]{3}){0,3}")
_SEXES: Final = frozenset(("男", "女", "男性", "女性", "1", "2", "0", "9", "未知"))
_ROOMS: Final = re.compile(r"[路街巷弄道村组社]|[栋幢单元楼室号]")
LEAST: Final = 0.6
"""A meaning needs that share of the values; half of it where the heading says the same."""


def meaning_by_heading(heading: str) -> Meaning | None:
    """Return what a heading says, or None."""
    return next(
        (meaning for meaning, words in _HEADINGS if any(word in heading for word in words)), None
    )


def guess(heading: str, values: Sequence[str], distinct: int, today: date) -> tuple[Meaning, float]:
    """Return the meaning of a column and the share of `values` (none empty) that fit it."""
    said = meaning_by_heading(heading)
    if not values:
        return said or Meaning.OTHER, 0.0
    shares = {meaning: _share(fits, values, today) for meaning, fits in _FITS.items()}
    if said in shares and shares[said] >= LEAST / 2:
        return said, shares[said]
    best = max(shares, key=lambda meaning: shares[meaning])
    if shares[best] >= LEAST:
        return best, shares[best]
    if said in (Meaning.SERIAL, Meaning.NAME):
        return said, 0.0
    few = distinct <= 40 and distinct * 5 <= len(values)
    if few and max(map(len, values)) <= 20:
        return Meaning.CODE_LIST, 1.0
    return said or Meaning.OTHER, 0.0


def _share(fits: Callable[[str, date], bool], values: Sequence[str], today: date) -> float:
    return sum(fits(value, today) for value in values) / len(values)


def _is_citizen_number(value: str, today: date) -> bool:
    states = (CellState.SOUND, CellState.WARNED, CellState.MASKED, CellState.DAMAGED)
    return read_citizen_cell(value, today=today).state in states


def _is_credit_code(value: str, today: date) -> bool:
    wrong = set(credit_code_problems(value)) - {"organisation_check_digit", "check_digit"}
    return not wrong and not _is_citizen_number(value, today)


def _is_phone(value: str, _today: date) -> bool:
    return len(value) <= 40 and bool(phones_in(value)) and len(value.strip()) != 18


def _is_date(value: str, today: date) -> bool:
    read = read_date(value, today=today)
    return read.day is not None and read.precision in ("day", "month") and read.problem != "serial"


def _is_area(value: str, _today: date) -> bool:
    return bool(_AREA.fullmatch(value))


def _is_sex(value: str, _today: date) -> bool:
    return value.strip() in _SEXES


def _is_name(value: str, _today: date) -> bool:
    """A name is short and Chinese, and begins with a surname that is in use."""
    keys = name_keys(value)
    return 2 <= len(keys.plain) <= 4 and keys.surname in _SURNAMES


def _is_address(value: str, _today: date) -> bool:
    read = read_address(value)
    return len(value) >= 5 and bool(read.places) and bool(_ROOMS.search(value))


_SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈"
    "钟姜崔谭陆范汪廖石金韦贾夏傅方邹熊白孟秦丘侯江尹薛阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤赖洪施牛"
    "单解查仇区翟葛乐宁燕柯温庞樊蓝殷颜倪文易聂鲁关詹安包齐伍庄左尤舒童欧阳"
) | {"欧阳", "上官", "司马", "诸葛", "司徒", "皇甫", "尉迟", "令狐"}  # fmt: skip
_FITS: Final[dict[Meaning, Callable[[str, date], bool]]] = {
    Meaning.CITIZEN_NUMBER: _is_citizen_number,
    Meaning.CREDIT_CODE: _is_credit_code,
    Meaning.PHONE: _is_phone,
    Meaning.AREA_CODE: _is_area,
    Meaning.DATE: _is_date,
    Meaning.SEX: _is_sex,
    Meaning.NAME: _is_name,
    Meaning.ADDRESS: _is_address,
}
