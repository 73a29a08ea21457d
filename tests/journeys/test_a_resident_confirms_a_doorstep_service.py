"""A doorstep service: planned, a code told to the resident, made, confirmed; or denied (R-061)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gege.fieldwork.api import Visit
from tests.cast import GRID
from tests.journeys.screen import County


@pytest.mark.row("R-061")
def test_a_resident_confirms_a_doorstep_service(county: County) -> None:
    clerk, worker = county.person("station_clerk"), county.person("grid_worker")
    clerk.visit("/field-work/visits/plan")
    clerk.fill(
        "id",
        {
            "purpose": "service",
            "purpose_note": "代办老年卡",
            "area_code": GRID,
            "door": "2-301",
            "who": "居民甲",
            "phone": "10000000001",
            "due_on": (timezone.localdate() + timedelta(days=2)).isoformat(),
        },
    )
    clerk.page.click("form.form button.is-first")
    clerk.page.wait_for_url("**/field-work/visits/*-*")
    visit = Visit.objects.get()
    address = f"/field-work/visits/{visit.uid}"

    clerk.visit(f"{address}/code")
    clerk.page.click("main form.form button.is-first")
    code = clerk.text("code.code").replace(" ", "")
    assert len(code) == 6

    worker.visit("/field-work/visits")
    worker.page.click("table.table tbody th a")
    worker.page.click(f'a[href="{address}/record"]')
    worker.fill("id", {"state": "done", "words": "证件已收齐"})
    worker.page.click("form.form button.is-first")
    worker.page.wait_for_url(f"**{address}")
    clerk.visit("/field-work/visits?box=unconfirmed")
    assert clerk.page.locator("table.table tbody tr").count() == 1

    worker.visit(f"{address}/enter-code")
    worker.fill("id", {"code": "000000" if code != "000000" else "111111"})
    worker.page.click("form.form button.is-first")
    assert worker.page.locator(".wrong").count() == 1
    worker.fill("id", {"code": code})
    worker.page.click("form.form button.is-first")
    worker.page.wait_for_url(f"**{address}")
    clerk.visit("/field-work/visits?box=unconfirmed")
    assert clerk.page.locator("table.table tbody tr").count() == 0
    visit.refresh_from_db()
    assert (visit.state, visit.confirm_how, visit.code_tries) == ("done", "code", 1)
