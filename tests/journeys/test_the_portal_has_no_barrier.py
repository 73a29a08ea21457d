"""The pages for residents by axe at three sizes in two languages, empty, full and wrong."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gege.fieldwork.api import add_point
from gege.matters import api as matters
from gege.matters.api import Matter
from gege.portal.actions.issues import Said, approve_issue, write_issue
from gege.portal.actions.page_words import PageFiles, PageWords
from gege.portal.actions.pages import approve_page, propose_page, write_page
from gege.portal.actions.thank import decide_thanks, thank_place
from gege.portal.models import Thanks
from gege.services.api import Text, publish_article, write_article
from gege.territory.api import AREAS, bump, load_atlas
from gege.territory.models import Unit
from tests.cast import COMMUNITY, COUNTY, GRID, centre_of
from tests.journeys.screen import SHOTS, County, Person
from tests.journeys.test_no_page_has_a_barrier import problems
from tests.portal.conftest import photo

SIZES = {"phone": (360, 800), "tablet": (768, 1024), "desk": (1366, 768)}
LOOKS = (("phone", "zh-hans"), ("phone", "en"), ("tablet", "zh-hans"), ("desk", "en"))
"""The phone in both languages, for there it is narrow; each wider screen in one."""
PAGES = (
    "/r/",
    "/r/report",
    "/r/report?in=511622100",
    f"/r/report/{COMMUNITY}",
    f"/r/q/{GRID}",
    "/r/report/somewhere",
    "/r/follow",
    "/r/who",
    f"/r/who/{COMMUNITY}",
    f"/r/who/{COMMUNITY}/thanks",
    f"/r/thank/{GRID}",
    "/r/map",
    f"/r/map?in={COMMUNITY}",
    f"/r/report/{GRID}?point={{point}}",
    "/r/news",
    "/r/news?kind=open&category=finance",
    f"/r/news?at={COMMUNITY}&q=没有的",
    "/r/news/{news}",
    "/r/issues",
    "/r/issues?topic=education",
    "/r/policies",
    "/r/policies?q=没有的",
    "/r/policies/{policy}",
)
DESK = ("/portal/codes", f"/portal/codes?in={COMMUNITY}", f"/portal/codes/{COMMUNITY}?all=1")
ISSUES = (
    "/portal/issues",
    "/portal/issues/new",
    "/portal/issues/{issue}",
    "/portal/issues/{issue}/edit",
)
PUBLIC = (
    "/portal/pages?box=shown",
    "/portal/pages?box=over",
    "/portal/pages/new",
    "/portal/pages/{news}",
    "/portal/pages/{news}/withdraw",
    "/portal/thanks",
    "/portal/thanks/{thanks}",
)


@pytest.mark.row("R-102")
@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_the_portal_has_no_barrier(
    county: County, monkeypatch: pytest.MonkeyPatch, size: str, language: str
) -> None:
    monkeypatch.setattr("gege.portal.rules.guarding.LEAST_SECONDS", 0)
    given = fill(county)
    width, height = SIZES[size]
    window: dict[str, Any] = {"viewport": {"width": width, "height": height}, "bypass_csp": True}
    someone = county.stranger("resident", **window)
    cookie = {"name": "django_language", "value": language, "url": county.address}
    someone.page.context.add_cookies([cookie])  # type: ignore[list-item]
    found: list[str] = []

    def look(person: Person, name: str) -> None:
        found.extend(problems(person.page, name, language))
        person.page.evaluate("window.scrollTo(0, 0)")
        tall(person, f"{size}-{language}-{name}")

    for path in PAGES:
        someone.visit(path.format(**given))
        look(someone, called(path))
    walk(someone, look, county)
    account = county.cast.account("county_supervisor")
    account.language = language
    account.save(update_fields=["language"])
    staff = county.person("county_supervisor", **window)
    for path in (*DESK, *ISSUES, *PUBLIC):
        staff.visit(path.format(**given))
        look(staff, called(path))
    assert found == [], "\n".join(["", *found])


def called(path: str) -> str:
    """Return what the picture of a page is called."""
    return re.sub(r"[^0-9a-z]+", "-", path).strip("-")


def walk(someone: Person, look: Any, county: County) -> None:
    """Report, look at everything behind number and code, be wrong once at each form."""
    page = someone.visit(f"/r/report/{COMMUNITY}").page
    page.click("main button.is-first")
    look(someone, "report-wrong")
    page.check('[name=intent][value="call"]')
    page.fill("[name=words]", "楼下的路灯一个星期没有亮了，老人晚上出门很不方便。")
    page.check(f'[name=grid][value="{GRID}"]')
    page.click("main button.is-first")
    look(someone, "receipt")
    matter, now = Matter.objects.latest("id"), timezone.now()
    someone.visit("/r/own")
    look(someone, "own-new")
    for deed in ("add", "take-back"):
        someone.visit(f"/r/own/{deed}")
        look(someone, f"own-{deed}")
    worker = county.cast.grid_worker
    matters.accept(matter.number, by=worker, now=now)
    matters.reply(matter.number, words="明天上午请电工来看。\n请放心。", by=worker, now=now)
    someone.visit("/r/own")
    look(someone, "own-in-work")
    matters.complete(matter.number, outcome="done", words="灯泡已经换好", by=worker, now=now)
    matter.refresh_from_db()
    if matter.state == "completed":
        matters.verify(matter.number, by=county.cast.station_clerk, now=now)
    someone.visit("/r/own")
    look(someone, "own-done")
    for deed in ("rate", "disagree"):
        someone.visit(f"/r/own/{deed}").page.click("main button.is-first")
        look(someone, f"own-{deed}-wrong")
    page = someone.visit("/r/follow").page
    page.fill("[name=number]", "1")
    page.fill("[name=code]", "2")
    page.click("main button.is-first")
    look(someone, "follow-wrong")


def fill(county: County) -> dict[str, Any]:
    """A telephone, an article and a hot issue with long names."""
    now, cast = timezone.now(), county.cast
    Unit.objects.filter(code__in=(COUNTY, COMMUNITY)).update(duty_phone="0826-0000001")
    bump(AREAS)
    county_unit = cast.county_supervisor
    matter = matters.report(
        matters.Report(title="学校门口拥堵", kind="B03", grid_code=GRID),
        by=cast.grid_worker,
        now=now,
    )
    said = Said(
        "education",
        "实验小学门口上学放学时间的拥堵和电动车乱停乱放问题",
        plan="九月底前划出接送区，增加两名执勤人员；年底前打通背后的小路。",
        answer="接送区已经划好。\n小路的设计已经完成，正在招标。",
    )
    issue = write_issue(said, number=matter.number, by=county_unit, now=now)
    approve_issue(issue.uid, by=cast.county_dispatcher, now=now)
    today = timezone.localdate(now)
    text = Text(
        kind="procedure",
        title="怎样申请高龄津贴",
        body="八十岁以上的老人可以申请。\n\n- 带上身份证\n- 到社区服务站填表\n- 十个工作日内答复",
        source="县民政局文件",
        owner_id=cast.other_department_officer.unit_id,
        valid_from=today - timedelta(days=30),
        review_on=today + timedelta(days=300),
    )
    by = cast.other_department_officer
    article = publish_article(write_article(text, by=by, now=now).uid, by=by, now=now)
    told = fill_pages(county)
    return {"policy": article.uid, "issue": issue.uid, **told}


def fill_pages(county: County) -> dict[str, Any]:
    """Pages with a picture and a paper, thanks that wait and thanks that are shown, a point."""
    now, cast = timezone.now(), county.cast
    today = timezone.localdate(now)
    clerk, town = cast.station_clerk, cast.township_operator
    words = PageWords(
        "notice",
        "解放路社区关于11月26日上午分时段停水和老旧小区燃气管道集中检修的通知",
        "因管网检修，明天上午停水。\n\n- 请先储水\n- 老人有困难，请打服务站电话，我们送水",
        today,
        today + timedelta(days=3),
    )
    paper = SimpleUploadedFile("检修路段一览表.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    page = write_page(
        words, PageFiles(photo(size=(800, 450)), "检修的路口", [paper]), by=clerk, now=now
    )
    propose_page(page.uid, by=clerk, now=now)
    approve_page(page.uid, by=town, now=now)
    draft = replace(words, kind="open", category="village", title="三季度居务公开")
    propose_page(write_page(draft, by=clerk, now=now).uid, by=clerk, now=now)
    centre = centre_of(GRID)
    point = add_point(
        area_code=GRID, name="1号楼", lng=centre[0] - 0.002, lat=centre[1], by=clerk, now=now
    )
    for said in ("王网格下雨天还来看我，谢谢！", "路灯修得快，走夜路放心了。"):
        given = thank_place(GRID, said, receipt_key=uuid4(), atlas=load_atlas(), now=now)
    decide_thanks(given.uid, "shown", public_words=given.words, by=clerk, now=now)
    waits = Thanks.objects.exclude(pk=given.pk).get()
    return {"news": page.uid, "point": point.uid, "thanks": waits.uid}


def tall(person: Person, name: str) -> None:
    """Leave a picture of the whole page, when the environment names a folder."""
    folder = os.environ.get(SHOTS)
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        person.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
