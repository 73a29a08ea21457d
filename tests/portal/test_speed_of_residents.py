"""What residents wait for costs few statements, and what is written out is what the ORM reads."""

from __future__ import annotations

from django import forms
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from gege.matters import api as matters
from gege.matters.api import Matter, Remark, Reporting
from gege.portal.forms import LongSelect
from gege.portal.models import Ticket
from gege.portal.queries.tickets import public_remarks, ticket_by_uid, ticket_of
from tests.cast import GRID
from tests.portal.conftest import Resident


def asked(resident: Resident, path: str) -> int:
    resident.client.get(path)
    with CaptureQueriesContext(connection) as found:
        assert resident.client.get(path).status_code == 200
    return len(found)


def test_a_status_page_and_a_form_cost_few_statements(resident: Resident) -> None:
    """Status: the ticket, the editions, the answers, the line; the form: editions and line."""
    resident.report()
    assert asked(resident, "/r/own") <= 4
    assert asked(resident, f"/r/report/{GRID}") <= 2
    form = resident.form(GRID)
    with CaptureQueriesContext(connection) as found:
        assert resident.client.post(f"/r/report/{GRID}", form).status_code == 302
    assert len(found) <= 14


def test_a_ticket_is_read_as_the_orm_reads_it(resident: Resident) -> None:
    number, _ = resident.report(name="李四光", phone="13800138000", callback="on")
    matter = Matter.objects.get()
    worker, now = resident.play.cast.grid_worker, resident.play.now
    matters.accept(matter.number, by=worker, now=now)
    matters.reply(matter.number, words="明天来看", by=worker, now=now)
    matter.refresh_from_db()
    known = Ticket.objects.get()
    for found in (ticket_by_uid(known.uid), ticket_of(matter.pk)):
        assert found is not None
        with CaptureQueriesContext(connection) as more:
            pairs = (
                (found, known),
                (found.matter, Matter.objects.defer("search").get()),
                (found.reporting, Reporting.objects.get()),
            )
        assert len(more) == 2
        for ours, theirs in pairs:
            assert _values(ours) == _values(theirs)
        assert found.matter.number == number
    rows = list(Remark.objects.filter(public=True).order_by("-id"))
    assert [model_to_dict(one) for one in public_remarks({matter.pk})] == [
        model_to_dict(one) for one in rows
    ]
    for unknown in (0, -1, 2**63, 10**30):
        assert ticket_of(unknown) is None


def _values(one: Ticket | Matter | Reporting) -> dict[str, object]:
    return {key: value for key, value in vars(one).items() if not key.startswith("_")}


def test_a_long_list_is_written_as_django_writes_it() -> None:
    choices = [
        ("", "不确定"),
        ("市<政>", [("A01", '路灯 "坏"'), ("A02", "井盖 & 水")]),
        ("其他", [("G06", "其他")]),
    ]
    for value in ("", "A02", "Z99", None):
        ours = LongSelect(choices=choices, attrs={"class": "x"}).render("kind", value, {"id": "f"})
        theirs = forms.Select(choices=choices, attrs={"class": "x"}).render(
            "kind", value, {"id": "f"}
        )
        assert _plain(ours) == _plain(theirs)


def _plain(html: str) -> str:
    ordered = html.replace(' class="x" id="f" name="kind"', ' name="kind" class="x" id="f"')
    return ordered.replace("\n", "").replace("> ", ">").replace(" <", "<").replace("  ", "")
