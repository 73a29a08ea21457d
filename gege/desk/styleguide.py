"""The living style guide: every part of the shell with made-up content, full, empty and in error.

Open to administrators, and to everybody where DEBUG is on. `?wall=1` shows the dark ground.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gege.desk.parts import (
    Bar,
    Chip,
    Choice,
    Column,
    Crumb,
    Deed,
    Fact,
    Figure,
    MatterRow,
    Photo,
    Series,
    Step,
    Turns,
)
from gege.kernel.numbers import format_number
from gege.kernel.working_time import WorkingCalendar
from gege.staff.access import open_to_everyone
from gege.staff.api import Role

_ZONE = ZoneInfo("Asia/Shanghai")
_NOW = datetime(2026, 11, 23, 14, 5, tzinfo=_ZONE)
_LONG = (
    "高洞社区农贸市场后门至老粮站一段排水沟盖板破损三处，雨天积水倒灌沿街商户，"
    "附近小学学生放学经过有跌落危险，商户与摊主多次口头反映"
)
_SPAN = timedelta(days=30)


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label=_("What is it about"),
        max_length=60,
        help_text=_("One sentence, as you would say it."),
    )
    description = forms.CharField(
        label=_("What was seen and tried"), widget=forms.Textarea, required=False
    )
    kind = forms.ChoiceField(
        label=_("Kind of matter"),
        choices=[("", "—"), ("road", "道路设施 · 井盖破损"), ("refuse", "市容环境 · 暴露垃圾")],
    )
    severity = forms.ChoiceField(
        label=_("How urgent"),
        choices=[("normal", _("normal")), ("urgent", _("urgent")), ("grave", _("grave"))],
        widget=forms.RadioSelect,
    )
    found_on = forms.DateField(
        label=_("Seen on"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    photographs = forms.FileField(
        label=_("Photographs"),
        required=False,
        help_text=_("Up to 9 pictures, 20 MB each."),
    )
    told = forms.BooleanField(label=_("The resident was told"), required=False)


@open_to_everyone
@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Show every part; 404 for those who neither administer nor develop."""
    role = getattr(getattr(request, "actor", None), "role", None)
    if role is not Role.ADMINISTRATOR and not settings.DEBUG:
        raise Http404
    return render(request, "desk/styleguide.html", sample())


def sample() -> dict[str, Any]:
    """Return made-up content of every shape. No name in it is a person's."""
    wrong = SampleForm({"title": "", "severity": "normal", "kind": "", "description": _LONG})
    wrong.is_valid()
    return {
        "now": _NOW,
        "calendar": WorkingCalendar(days={}),
        "crumbs": [Crumb(_("Matters"), "/"), Crumb("沿口镇", "/"), Crumb("20261123-0001237")],
        "rows": _rows(),
        "sorts": {
            "number": Column(_("Number"), "?sort=number", "none"),
            "due": Column(_("Due"), "?sort=due", "ascending"),
        },
        "chips": _chips(),
        "turns": Turns(
            first="?", previous="?before=1", next="?after=2", shown=_("50 on this page")
        ),
        "first": Deed(_("Send to the department"), "?move=dispatch"),
        "others": _deeds(),
        "marks": [_("skip-level"), _("reopened once")],
        "title": _LONG,
        "facts": _facts(),
        "photos": [Photo("#", name=f"现场照片-{number}.jpg", at=_NOW) for number in (1, 2, 3)],
        "steps": _steps(),
        "figures": _figures(),
        "bars": _bars(),
        "series": _series(),
        "form": SampleForm(),
        "wrong": wrong,
        "shapes": _shapes(),
        "point": {"lng": 106.2954, "lat": 30.3489},
        "notices": _notices(),
        "levels": [
            ("success", _("The matter went to the department. It is due on 2026-11-25 18:00.")),
            ("warning", _("The grid has no worker now; the station was told instead.")),
            ("error", _("Somebody else accepted it at 14:03. You see what is there now.")),
        ],
        "empty_deed": Deed(_("Show all"), "?"),
        "late": timedelta(hours=27),
        "took": timedelta(hours=5, minutes=20),
    }


def _rows() -> list[MatterRow]:
    facts: list[tuple[str, str, str, str, float]] = [
        ("red", _LONG, "沿口镇 · 高洞社区 · 第3网格", "县市政公用事业服务中心", -27),
        ("yellow", "小区门口路灯不亮", "中心镇 · 环江村 · 第1网格", "县城市管理局", 3),
        ("none", "独居老人申请上门理发", "万隆镇 · 凤凰社区 · 第12网格", "凤凰社区服务管理站", 51),
        ("green", "井盖缺失", "沿口镇 · 印山社区 · 第2网格", "印山社区服务管理站", -200),
        (
            "paused",
            "邻里共用墙体渗水纠纷",
            "街子镇 · 烟墩社区 · 第7网格",
            "街子镇服务管理中心",
            400,
        ),
        ("none", "咨询残疾人两项补贴办理材料", "万善镇 · 万善社区 · 第4网格", "县民政局", 99),
    ]
    return [
        MatterRow(
            number=format_number(_NOW.date(), 1237 + index),
            title=title,
            href="#",
            light=light,
            place=place,
            holder=holder,
            due_at=_NOW + timedelta(hours=hours),
            settled=light == "green",
            marks=(_("skip-level"),) if index == 1 else (),
            new=index < 2,
        )
        for index, (light, title, place, holder, hours) in enumerate(facts)
    ]


def _chips() -> list[Chip]:
    lights = [Choice("", _("all")), Choice("red", _("overdue")), Choice("yellow", _("near due"))]
    kinds = [Choice("", _("all")), Choice("road", "道路设施")]
    places = [Choice("", "沿口镇"), Choice("1", "沿口镇 · 高洞社区")]
    return [
        Chip("light", _("light"), "red", lights),
        Chip("kind", _("kind"), "", kinds),
        Chip("area", _("in"), "1", places),
        Chip("from", _("reported from"), "", kind="date"),
        Chip("words", _("with the words"), "", kind="search", hint=_("words")),
    ]


def _deeds() -> list[Deed]:
    return [
        Deed(_("Return"), "?move=return"),
        Deed(_("Ask for an extension"), "?move=extend"),
        Deed(_("Urge"), "?move=urge", post=True),
        Deed(
            _("Decline"),
            "?",
            post=True,
            grave=True,
            ask=_("Decline this matter? The resident is told the reason; it cannot be undone."),
        ),
        Deed(_("Close"), "?", refused=_("The resident was not called back yet.")),
    ]


def _facts() -> list[Fact]:
    return [
        Fact(_("Kind of matter"), "道路设施 · 排水沟盖板破损"),
        Fact(
            _("Place"),
            "沿口镇 · 高洞社区 · 第3网格",
            _("behind the market, by the old grain store"),
        ),
        Fact(_("Time limit"), _("3 working days from the instruction")),
        Fact(_("Reported by"), "李** 100****0021", _("hidden; each look is written down")),
        Fact(_("Description"), _LONG),
        Fact(_("Outcome"), None),
    ]


def _steps() -> list[Step]:
    def at(hours: float) -> datetime:
        return _NOW - timedelta(hours=hours)

    return [
        Step(_("Urged"), at(0.4), "监管员甲", "县监管中心", minor=True),
        Step(
            _("Completed"),
            at(2),
            "经办人乙",
            "县市政公用事业服务中心",
            timedelta(hours=29),
            late=True,
            said="已更换盖板三块，清淤约12米，现场恢复通行。",
            photos=[Photo("#", name="处置后.jpg", at=at(2))],
        ),
        Step(
            _("Sent to the department"),
            at(31),
            "派遣员丙",
            "县监管中心",
            timedelta(minutes=42),
            said="请核对权属后三个工作日内处置。",
            facts=[Fact(_("Time limit"), _("3 working days from the instruction"))],
        ),
        Step(
            _("Internal note"),
            at(31.5),
            "操作员丁",
            "沿口镇服务管理中心",
            said="商户情绪较急，处置前请先电话联系。",
            internal=True,
            minor=True,
        ),
        Step(_("Reported"), at(33), "网格员戊", "高洞社区第3网格", None, said=_LONG),
    ]


def _figures() -> list[Figure]:
    month = "2026-11-01 – 2026-11-23"
    meaning = _("Matters that are past their due time now and not completed, of all open ones.")
    return [
        Figure(_("Overdue"), 7, _("pieces"), 342, _("open"), _("now"), meaning, "#", "red"),
        Figure(_("Near due"), 21, _("pieces"), 342, _("open"), _("now"), meaning, "#", "yellow"),
        Figure(
            _("Settled in the grid"), 83.4, "%", 12408, _("settled"), month, meaning, "#", "", 1
        ),
        Figure(
            _("Near-resolution rate"), 91.2, "%", 12408, _("settled"), month, meaning, "#", "", 1
        ),
        Figure(_("Skipped levels"), None, "", None, "", month, meaning),
    ]


def _bars() -> list[Bar]:
    return [
        Bar("沿口镇", 128, "#"),
        Bar("中心镇", 64, "#"),
        Bar("万隆镇（含原飞龙镇、金牛镇部分村）", 31, "#", note=_("2 overdue"), light="red"),
        Bar("街子镇", 0, "#"),
    ]


def _series() -> list[Series]:
    first = date(2026, 10, 25)
    days = range(_SPAN.days)
    return [
        Series(
            _("reported"), [(first + timedelta(days=n), 40 + n * 7 % 23 + n // 3) for n in days]
        ),
        Series(_("settled"), [(first + timedelta(days=n), 31 + n * 5 % 19 + n // 3) for n in days]),
    ]


def _shapes() -> dict[str, Any]:
    lights = ["none", "green", "yellow", "red", "none", "none", "green", "none", "yellow"]
    features = []
    for index, light in enumerate(lights):
        west, south = 106.29 + index % 3 * 0.004, 30.345 + index // 3 * 0.003
        east, north = west + 0.004, south + 0.003
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        features.append(
            {
                "type": "Feature",
                "properties": {
                    "name": f"第{index + 1}网格",
                    "light": light,
                    "count": index,
                    "note": f"{index} 件",
                },
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def _notices() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            text=_LONG,
            href="#",
            at=_NOW - timedelta(minutes=3),
            about="20261123-0001237 · 沿口镇 · 高洞社区",
            unread=True,
            deed=Deed(_("Acknowledge"), "?", post=True),
        ),
        SimpleNamespace(
            text=_("A matter of yours is near due."),
            href="#",
            at=_NOW - timedelta(hours=20),
            about="20261122-0000981",
            unread=False,
            deed=None,
        ),
    ]
