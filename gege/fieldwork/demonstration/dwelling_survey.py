"""The sample form: a dwelling and its household, as an XLSForm that a county may change.

It asks no name, no identity number and no telephone number. It shows what forms can do: groups,
lists in two languages, limits, a list that depends on another, a picture, a part that repeats,
and the four questions by which ODK Collect says whose door is answered.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from openpyxl import Workbook

FORM_ID: Final = "dwelling_survey"
VERSION: Final = "1"
NAME: Final = "dwelling-survey.xlsx"
_ZH, _EN = "中文 (zh)", "English (en)"

Row = Sequence[str]

_SURVEY_HEAD: Final[Row] = (
    "type",
    "name",
    f"label::{_ZH}",
    f"label::{_EN}",
    f"hint::{_ZH}",
    f"hint::{_EN}",
    "required",
    "relevant",
    "constraint",
    f"constraint_message::{_ZH}",
    f"constraint_message::{_EN}",
    "choice_filter",
    "parameters",
    "appearance",
)
_ANSWERED: Final = "${gege_outcome} = 'done'"
_SURVEY: Final[Sequence[Row]] = (
    ("start", "start"),
    ("end", "end"),
    (
        "select_one_from_file gege_buildings.csv",
        "gege_building",
        "楼栋",
        "Building",
        "",
        "",
        "yes",
        "",
        "",
        "",
        "",
        "",
        "",
        "autocomplete",
    ),
    ("text", "gege_door", "门牌", "Door", "如 2单元301", "such as 2-301", "yes"),
    ("select_one outcome", "gege_outcome", "结果", "What became of it", "", "", "yes"),
    ("text", "gege_note", "备注", "Note", "不写姓名和电话", "No names, no telephone numbers"),
    ("begin_group", "dwelling", "房屋", "Dwelling", "", "", "", _ANSWERED),
    ("select_one use", "use", "现在的用途", "Used as", "", "", "yes"),
    (
        "integer",
        "storeys",
        "楼层数",
        "Storeys",
        "",
        "",
        "yes",
        "",
        ". >= 1 and . <= 60",
        "请填 1 到 60",
        "From 1 to 60",
    ),
    ("select_one yes_no", "smoke_alarm", "是否装有烟感报警器", "Is there a smoke alarm?"),
    (
        "image",
        "stairs",
        "楼道照片（不拍人）",
        "Picture of the stairs (nobody in it)",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "max-pixels=1600",
    ),
    ("end_group", ""),
    (
        "begin_group",
        "household",
        "家庭",
        "Household",
        "",
        "",
        "",
        f"{_ANSWERED} and ${{use}} != 'empty'",
    ),
    (
        "integer",
        "persons",
        "常住人数",
        "People living here",
        "",
        "",
        "yes",
        "",
        ". >= 0 and . <= 30",
        "请填 0 到 30",
        "From 0 to 30",
    ),
    (
        "integer",
        "aged",
        "其中 60 岁以上",
        "Of them 60 years and older",
        "",
        "",
        "",
        "",
        ". >= 0 and . <= ${persons}",
        "不能多于常住人数",
        "Not more than live here",
    ),
    ("select_multiple help", "help", "希望得到的帮助", "Help that is wanted"),
    ("end_group", ""),
    (
        "begin_repeat",
        "request",
        "居民的诉求",
        "What the household asks for",
        "",
        "",
        "",
        _ANSWERED,
    ),
    ("select_one field", "field", "方面", "Field"),
    ("select_one topic", "topic", "事项", "Topic", "", "", "", "", "", "", "", "field = ${field}"),
    ("text", "words", "原话", "In their words"),
    ("end_repeat", ""),
    (
        "note",
        "thanks",
        "谢谢，资料只用于本次走访。",
        "Thank you. This is used for this visit only.",
    ),
)
_CHOICES_HEAD: Final[Row] = ("list_name", "name", f"label::{_ZH}", f"label::{_EN}", "field")
_CHOICES: Final[Sequence[Row]] = (
    ("outcome", "done", "已采集", "Done"),
    ("outcome", "refused", "住户谢绝", "Declined"),
    ("outcome", "absent", "无人在家", "Nobody there"),
    ("outcome", "revisit", "待再访", "To visit again"),
    ("use", "living", "居住", "Living"),
    ("use", "shop", "经营", "Business"),
    ("use", "both", "居住兼经营", "Living and business"),
    ("use", "empty", "空置", "Empty"),
    ("yes_no", "yes", "是", "Yes"),
    ("yes_no", "no", "否", "No"),
    ("help", "steps", "上下楼不便", "Stairs are hard"),
    ("help", "meals", "助餐", "Meals"),
    ("help", "papers", "代办事项", "Errands with papers"),
    ("help", "none", "暂不需要", "Nothing now"),
    ("field", "house", "房屋", "House"),
    ("field", "street", "街巷", "Street"),
    ("topic", "leak", "漏水", "Leak", "house"),
    ("topic", "wiring", "线路", "Wiring", "house"),
    ("topic", "light", "路灯", "Street light", "street"),
    ("topic", "litter", "垃圾", "Litter", "street"),
)
_SETTINGS: Final[Sequence[Row]] = (
    ("form_title", "form_id", "version", "default_language"),
    ("房屋与家庭采集（示例）", FORM_ID, VERSION, _ZH),
)


def dwelling_survey() -> bytes:
    """Return the sample as an .xlsx file."""
    book = Workbook(write_only=True)
    for name, rows in (
        ("survey", (_SURVEY_HEAD, *_SURVEY)),
        ("choices", (_CHOICES_HEAD, *_CHOICES)),
        ("settings", _SETTINGS),
    ):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
