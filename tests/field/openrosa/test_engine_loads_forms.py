"""The forms engine of the own handheld opens every form that the platform accepts, in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Browser, Page

from gege.fieldwork import api as fieldwork
from gege.fieldwork.rules.answers import fits, read_answer, rows_of
from gege.fieldwork.rules.handheld_form import handheld_xml
from gege.fieldwork.rules.xforms import XForm, read_xform
from gege.fieldwork.rules.xlsforms import read_xlsform
from tests.cast import PASSWORD
from tests.field.openrosa.conftest import Served
from tests.fieldwork.sheets import Rows, workbook, xlsform
from tests.matters.conftest import set_up

NOW = datetime(2026, 11, 24, tzinfo=UTC)

EVERY_KIND: Rows = (
    ("type", "name", "label", "calculation", "relevant", "parameters", "choice_filter"),
    ("start", "start"),
    ("today", "today"),
    ("text", "words", "Words"),
    ("integer", "whole", "Whole"),
    ("decimal", "broken", "Decimal"),
    ("date", "day", "Day"),
    ("time", "hour", "Hour"),
    ("dateTime", "moment", "Moment"),
    ("select_one kind", "one", "One"),
    ("select_multiple kind", "many", "Many"),
    ("select_one_from_file streets.csv", "street", "Street"),
    ("rank kind", "order", "In order"),
    ("range", "scale", "Scale", "", "", "start=0 end=10 step=1"),
    ("acknowledge", "sure", "Sure"),
    ("geopoint", "spot", "Spot"),
    ("image", "picture", "Picture"),
    ("audio", "sound", "Sound"),
    ("barcode", "code", "Code"),
    ("calculate", "double", "", "${whole} * 2"),
    ("note", "told", "Twice is ${double}"),
    ("begin_group", "inner", "Inner", "", "${whole} > 3"),
    ("text", "deep", "Deep"),
    ("end_group",),
    ("begin_repeat", "member", "Member"),
    ("integer", "age", "Age"),
    ("end_repeat",),
    ("calculate", "members", "", "count(${member})"),
)
CHOICES: Rows = (("list_name", "name", "label"), ("kind", "a", "A"), ("kind", "b", "B"))
SETTINGS: Rows = (("form_title", "form_id", "version"), ("Every kind", "every_kind", "1"))

FORMS = {
    "of the tests": xlsform(),
    "the sample": fieldwork.dwelling_survey(),
    "every kind": workbook({"survey": EVERY_KIND, "choices": CHOICES, "settings": SETTINGS}),
}

LOAD = """
async ([xml, uid]) => {
  const { loadForm } = await import("/static/vendor/xforms-engine/index.js");
  const loaded = await loadForm(xml, {
    fetchFormAttachment: async () => new Response("name,label\\na,A\\n", {
      headers: { "Content-Type": "text/csv" },
    }),
    missingResourceBehavior: "BLANK",
  });
  if (loaded.status === "failure") return { status: loaded.status, error: String(loaded.error) };
  const { root } = loaded.createInstance({ preloadProperties: { deviceID: "test:1" } });
  const nodes = [];
  const walk = (node) => {
    nodes.push([node.nodeType, node.currentState.reference]);
    for (const child of node.currentState.children ?? []) walk(child);
  };
  walk(root);
  return { status: loaded.status, nodes, xml: root.instanceState.instanceXML };
}
"""


@pytest.fixture
def handheld(browser: Browser, served: Served) -> Iterator[Page]:
    """The shell of the handheld: its policies hold for what is loaded here."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served.address}/field/")
    yield page
    context.close()


def form_of(sheet: bytes) -> tuple[str, XForm]:
    xml = read_xlsform(sheet, now=NOW).xml
    return xml, read_xform(xml.encode())


@pytest.mark.row("R-046")
@pytest.mark.parametrize("which", sorted(FORMS))
@pytest.mark.parametrize("shown", ["as uploaded", "on the handheld"])
def test_the_engine_opens_the_form_and_its_answer_is_one(
    handheld: Page, which: str, shown: str
) -> None:
    xml, form = form_of(FORMS[which])
    given = handheld_xml(xml) if shown == "on the handheld" else xml
    opened = handheld.evaluate(LOAD, [given, ""])
    assert opened.get("error") is None
    assert opened["status"] in ("success", "warning")
    paths = {path for _kind, path in opened["nodes"]}
    asked = {one.path for one in read_xform(given.encode()).questions() if "member" not in one.path}
    assert asked <= {path.replace("[1]", "") for path in paths}
    answer = read_answer(opened["xml"].encode())
    assert fits(answer, form)
    assert {path for path, _text in rows_of(answer, form)[0].values} <= {
        field.path for field in form.fields
    } | {path for path, _text in answer.values() if "/meta/" in path}


def test_a_phone_fetches_fills_in_and_hands_in_over_the_real_addresses(
    served: Served, handheld: Page
) -> None:
    """Form fetched with the terminal's session, answered by the engine, taken by the sync."""
    set_up()
    collecting = served.collecting
    by = served.cast.county_supervisor
    sample = SimpleUploadedFile("s.xlsx", fieldwork.dwelling_survey())
    fieldwork.upload_form(sample, by=by, now=collecting.now)
    campaign = collecting.open(form_id="dwelling_survey", sample_percent=100)
    entered = handheld.evaluate(
        """async ([login, password]) => (await fetch("/field/api/enter", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ login, password, code: "", app_version: "t", device: "t" }),
        })).status""",
        ["grid-worker", PASSWORD],
    )
    assert entered == 200
    xml = handheld.evaluate(
        """async () => {
            const ask = { method: "POST", headers: { "Content-Type": "application/json" } };
            const body = JSON.stringify({ have: {}, app_version: "t", waiting: 0 });
            const start = await (await fetch("/field/api/start", { ...ask, body })).json();
            const { form } = start.sections.campaigns.data[0];
            return (await fetch(form.url)).text();
        }"""
    )
    assert xml == fieldwork.for_handheld(campaign.form)
    opened = handheld.evaluate(LOAD, [xml, ""])
    answer = read_answer(opened["xml"].encode())
    entry = collecting.take(
        campaign,
        uid=answer.uid,
        form_id="dwelling_survey",
        xml=opened["xml"],
        door="101",
    )
    assert (entry.outcome, entry.check_state, answer.first("gege_outcome")) == (
        "done",
        "due",
        "done",
    )
