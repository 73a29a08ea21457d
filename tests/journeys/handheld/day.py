"""A grid worker's day with something of everything, each thing made by its own deed."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from gege.fieldwork import api as fieldwork
from gege.fieldwork.models import CheckPoint
from gege.matters import api as matters
from gege.services import api as services
from tests.cast import COMMUNITY, GRID, Cast
from tests.fieldwork.sheets import workbook
from tests.journeys.handheld.phone import points, soon, today
from tests.matters.play import CALLER, Play

LONG = "一件标题很长的事项，说的是路面、井盖、路灯和绿化带一起出了问题，反映了好几次"
SURVEY = (
    (
        "type",
        "name",
        "label::中文 (zh)",
        "label::English (en)",
        "required",
        "relevant",
        "constraint",
        "constraint_message::中文 (zh)",
        "constraint_message::English (en)",
        "calculation",
        "parameters",
        "media::image::中文 (zh)",
        "media::image::English (en)",
    ),
    ("note", "hello", "请按实际情况填写", "Answer as it is"),
    ("select_one yesno", "home", "有人在家吗？", "Is anybody home?", "yes"),
    ("begin_group", "people", "住户情况", "The household", "", "${home} = 'yes'"),
    (
        "integer",
        "count",
        "常住几人",
        "How many live here",
        "yes",
        "",
        ". >= 0 and . <= 20",
        "人数在 0 到 20 之间",
        "From 0 to 20",
    ),
    ("select_multiple needs", "needs", "需要哪些帮助", "What is needed"),
    ("decimal", "area", "面积（平方米）", "Area (m²)"),
    ("date", "since", "何时入住", "Since when"),
    ("time", "good_time", "方便的时间", "A good time"),
    ("end_group",),
    ("begin_repeat", "dwellers", "居住人", "Dweller", "", "${home} = 'yes'"),
    ("text", "nick", "怎么称呼", "What to call them", "yes"),
    ("integer", "age", "年龄", "Age", "", "", ". < 120", "年龄不对", "Not an age"),
    ("end_repeat",),
    ("select_one walls", "wall", "外墙像哪一张？", "Which wall is like it?"),
    (
        "range",
        "noise",
        "吵不吵（0 安静，10 很吵）",
        "Noise (0 quiet, 10 loud)",
        "",
        "",
        "",
        "",
        "",
        "",
        "start=0 end=10 step=1",
    ),
    ("geopoint", "spot", "门口的位置", "Where the door is"),
    ("image", "front", "门口照片", "A photograph of the door"),
    ("calculate", "twice", "", "", "", "", "", "", "", "${count} * 2"),
    ("note", "told", "共 ${count} 人", "${count} people", "", "${count} > 0"),
    ("acknowledge", "ok", "住户知情", "The household knows of it"),
)
CHOICES = (
    ("list_name", "name", "label::中文 (zh)", "label::English (en)", "media::image::中文 (zh)",
     "media::image::English (en)"),
    ("yesno", "yes", "有人", "Yes"),
    ("yesno", "no", "没人", "No"),
    ("needs", "care", "照料", "Care"),
    ("needs", "repair", "维修", "Repair"),
    ("needs", "job", "就业", "A job"),
    ("walls", "brick", "砖墙", "Brick", "brick.png", "brick.png"),
    ("walls", "plaster", "抹灰", "Plaster", "plaster.png", "plaster.png"),
)  # fmt: skip
ARTICLES = (
    (
        "低保怎么申请",
        "户主带身份证和户口簿到社区站。\n- 填申请表\n- 社区核对收入\n- 乡镇公示七天\n"
        "结果在三十天内告知。",
        "最低生活保障 困难",
    ),
    (
        "独居老人冬天取暖安全",
        "先看炉子和烟道，再看插线板。\n- 窗户留缝\n- 装报警器\n- 记下子女电话",
        "一氧化碳 煤炉 取暖",
    ),
    ("邻里漏水纠纷怎么调", "先止水，再看责任，最后谈赔偿。", "调解 物业"),
)


@dataclass
class Day:
    """What stands on the phone of the first grid's worker."""

    cast: Cast
    points: list[CheckPoint] = field(default_factory=list)
    matters: dict[str, matters.Matter] = field(default_factory=dict)
    visits: dict[str, fieldwork.Visit] = field(default_factory=dict)
    campaign: fieldwork.Campaign | None = None

    def build(self) -> Day:
        self.points = points(self.cast)
        return self.with_matters().with_visits().with_campaign().with_handbook()

    def with_matters(self) -> Day:
        late = Play(self.cast, timezone.now() - timedelta(days=9))
        self.matters["late"] = late.accepted(
            title="楼道灯不亮", address="解放路 12 号 3 单元", who=CALLER
        )
        play = Play(self.cast, timezone.now() - timedelta(minutes=40))
        self.matters["new"] = play.report(
            title="小区门口井盖松动",
            description="车一过就响，晚上有老人绊了一下。",
            address="解放路 10 号门口",
            who=CALLER,
        )
        self.matters["long"] = play.report(title=LONG, by=self.cast.station_clerk)
        self.matters["away"] = play.at_station(title="两家为漏水争吵")
        return self

    def with_visits(self) -> Day:
        now = timezone.now() - timedelta(days=3)
        for name, purpose, note, who, door in (
            ("care", "care", "送药，看看冬衣够不够", "李大爷", "1 栋 2 单元 301"),
            ("service", "service", "代办医保缴费", "赵大妈", "2 栋 1 单元 102"),
        ):
            self.visits[name] = fieldwork.plan_visit(
                uuid4(),
                area_code=GRID,
                purpose=purpose,
                purpose_note=note,
                due_on=today(),
                who=who,
                door=door,
                phone="10000000002",
                by=self.cast.station_clerk,
                now=now,
            )
        return self

    def with_campaign(self) -> Day:
        by, now = self.cast.county_supervisor, timezone.now() - timedelta(hours=2)
        upload = SimpleUploadedFile("household.xlsx", form())
        made = fieldwork.upload_form(upload, by=by, now=now).form
        walls = {"brick.png": png("#a54"), "plaster.png": png("#ccb")}
        fieldwork.attach_media(made.form_id, made.version, files=walls, by=by, now=now)
        draft = fieldwork.draft_campaign(
            title="冬季用火用电安全入户走访",
            purpose="了解取暖和用电安全，群众可以不填。",
            area_codes=[COMMUNITY],
            form_id=made.form_id,
            version=made.version,
            opens_on=today(),
            due_on=soon(),
            sample_percent=0,
            by=by,
            now=now,
        )
        self.campaign = fieldwork.open_campaign(draft.uid, by=by, now=now)
        return self

    def with_handbook(self) -> Day:
        by, now = self.cast.county_supervisor, timezone.now() - timedelta(days=2)
        for title, body, keywords in ARTICLES:
            text = services.Text(
                kind="guide",
                title=title,
                body=body,
                owner_id=by.unit_id or 0,
                valid_from=today() - timedelta(days=30),
                review_on=today() + timedelta(days=300),
                keywords=keywords,
            )
            article = services.write_article(text, by=by, now=now)
            services.publish_article(article.uid, by=by, now=now)
        return self


def form() -> bytes:
    """A county's own form: groups, a repeat, lists with pictures, limits in two languages."""
    settings = (
        ("form_title", "form_id", "version", "default_language"),
        ("入户走访", "household", "1", "中文 (zh)"),
    )
    return workbook({"survey": SURVEY, "choices": CHOICES, "settings": settings})


def png(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (160, 120), colour).save(out, format="PNG")
    return out.getvalue()


def day(cast: Any) -> Day:
    return Day(cast).build()
