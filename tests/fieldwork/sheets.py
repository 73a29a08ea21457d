"""Tables of questions for the tests, made as an office makes them, and answers on their forms."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]

HEAD = (
    "type",
    "name",
    "label::中文 (zh)",
    "label::English (en)",
    "required",
    "constraint",
    "constraint_message::中文 (zh)",
    "choice_filter",
    "media::image::中文 (zh)",
)
SURVEY: Rows = (
    HEAD,
    ("start", "start"),
    ("end", "end"),
    ("begin_group", "house", "房屋", "House"),
    ("select_one kind", "kind", "类型", "Kind", "yes"),
    ("integer", "rooms", "房间数", "Rooms", "yes", ". > 0 and . < 50", "请填 1 到 49"),
    ("image", "front", "正面照片", "Front"),
    ("select_one town", "town", "乡镇", "Town"),
    ("select_one village", "village", "村居", "Village", "", "", "", "town = ${town}"),
    ("note", "sketch", "示意图", "Sketch", "", "", "", "", "sketch.png"),
    ("end_group",),
    ("begin_repeat", "person", "成员", "Person"),
    ("text", "called", "称呼", "Called"),
    ("select_multiple need", "needs", "需要", "Needs"),
    ("end_repeat",),
)
CHOICES: Rows = (
    ("list_name", "name", "label::中文 (zh)", "label::English (en)", "town"),
    ("kind", "flat", "楼房", "Flat"),
    ("kind", "hut", "平房", "Cottage"),
    ("town", "a", "甲镇", "Town A"),
    ("town", "b", "乙镇", "Town B"),
    ("village", "a1", "甲一村", "Village A1", "a"),
    ("village", "b1", "乙一村", "Village B1", "b"),
    ("need", "med", "就医", "Doctor"),
    ("need", "fix", "维修", "Repairs"),
)
PLAIN: Rows = (("type", "name", "label"), ("text", "words", "Words"))
FORM_ID = "houses"


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """An .xlsx file with some sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xlsform(
    form_id: str = FORM_ID,
    version: str = "1",
    survey: Rows = SURVEY,
    choices: Rows = CHOICES,
    title: str = "房屋采集",
) -> bytes:
    """A table of questions with groups, lists, a dependent list, limits, a picture, a repeat."""
    settings = (
        ("form_title", "form_id", "version", "default_language"),
        (title, form_id, version, "中文 (zh)" if survey is SURVEY else ""),
    )
    return workbook({"survey": survey, "choices": choices, "settings": settings})


def answer(
    uid: str,
    *,
    form_id: str = FORM_ID,
    version: str = "1",
    body: str = "<house><kind>flat</kind><rooms>3</rooms><front/></house>",
    root: str = "data",
) -> str:
    """An answered form, as a phone writes it."""
    return (
        f'<?xml version="1.0"?><{root} id="{escape(form_id)}" version="{escape(version)}">{body}'
        f"<meta><instanceID>{escape(uid)}</instanceID></meta></{root}>"
    )
