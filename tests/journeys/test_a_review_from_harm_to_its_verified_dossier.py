"""Serious harm: a review is opened, heard, found, appealed and closed; its dossier is verified."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from gege.staff.api import Role
from gege.supervision.api import Review
from tests.cast import COUNTY, add_person
from tests.journeys.screen import County, Person
from tests.journeys.test_no_page_has_a_barrier import SIZES, problems, too_wide_elsewhere
from tests.matters.play import Play

pytestmark = [pytest.mark.row("R-092"), pytest.mark.row("R-084")]
SCRIPT = Path(__file__).resolve().parents[2] / "docs/examples/verify_dossier.py"


def test_a_review_from_harm_to_its_verified_dossier(county: County, tmp_path: Path) -> None:
    other = add_person("jianguan-02", "韩复核", Role.COUNTY_SUPERVISOR, county.cast.unit_id(COUNTY))
    county.cast.people["second_supervisor"] = other
    matter = Play(county.cast, timezone.now() - timedelta(days=40)).in_hand()
    supervisor, officer = county.person("county_supervisor"), county.person("department_officer")

    supervisor.open(matter.number).page.click("text=造成严重后果：启动责任倒查")
    day = (timezone.localdate() - timedelta(days=1)).isoformat()
    sent(supervisor, consequence="injury", harm_on=day, finding="路面塌陷,两人受伤住院。")
    assert supervisor.says("证据已固定")
    press(supervisor, "确定被追查对象")
    who = f"account:{county.cast.department_officer.account_id}"
    sent(supervisor, who=who, why="主办单位经办人,未按时限办结")

    county.deliver()
    officer.visit("/notices").page.click("text=您被列入责任倒查")
    assert officer.says("未按时限办结")
    assert not officer.says("案卷")
    press(officer, "陈述说明")
    sent(officer, words="已安排抢险队,因雨未能施工。")

    supervisor.page.reload()
    press(supervisor, "填写认定")
    supervisor.page.check('[name=measures][value="talk"]')
    sent(supervisor, degree="direct", facts="四十日未到场", standard="办理时限")
    press(supervisor, "作出结论并告知")
    sent(supervisor, words="主办单位未履行职责。")

    officer.page.reload()
    assert officer.says("四十日未到场")
    press(officer, "申诉")
    sent(officer, words="当日大雨,请予减轻。")
    decider = county.person("second_supervisor").visit(Review.objects.get().get_absolute_url())
    press(decider, "复核申诉")
    sent(decider, ruling="eased", eased_to="secondary", words="天气原因属实")
    supervisor.page.reload()
    press(supervisor, "结案")
    sent(supervisor, words="谈话已完成,路面已修复。")
    assert supervisor.says("已结案")
    supervisor.shot("review")

    assert no_barrier(county, "phone", "en") == []

    with supervisor.page.expect_download() as taken:
        supervisor.page.click("text=校验包")
    package = tmp_path / "dossier.zip"
    taken.value.save_as(package)
    total = Review.objects.get().evidence_sum
    verified = [sys.executable, "-I", str(SCRIPT), str(package), "--sum", total]
    assert subprocess.run(verified, capture_output=True, check=False).returncode == 0
    data = bytearray(package.read_bytes())
    data[len(data) // 2] ^= 1
    package.write_bytes(data)
    assert subprocess.run(verified, capture_output=True, check=False).returncode != 0


def no_barrier(county: County, size: str, language: str) -> list[str]:
    """What axe finds on the pages of the review, as the electronic supervision reads them."""
    width, height = SIZES[size]
    account = county.cast.account("electronic_supervisor")
    account.language = language
    account.save(update_fields=["language"])
    window = {"viewport": {"width": width, "height": height}, "bypass_csp": True}
    person = county.person("electronic_supervisor", **window)
    address = Review.objects.get().get_absolute_url()
    found = []
    for path in (
        "/supervision/reviews?state=all",
        address,
        f"{address}/evidence",
        f"{address}/evidence/1",
        "/supervision/reviews/units/zhujian",
    ):
        person.visit(path)
        found += problems(person.page, path, language)
        found += too_wide_elsewhere(person.page, path, size)
    return found


def press(person: Person, deed: str) -> None:
    """Open the page of a deed by its button."""
    person.page.locator(".deeds a.button", has_text=deed).first.click()
    person.page.locator("form.form").first.wait_for()


def sent(person: Person, **entry: str) -> None:
    """Fill in the form and send it; the next page says that it is done."""
    person.fill("id", entry)
    with person.page.expect_navigation():
        person.page.click("form.form button.is-first")
    assert person.page.locator(".flash .is-success, .is-success").count(), person.text("main")[:600]
