"""Addresses of the registers."""

from django.urls import path

from gege.desk.registers import (
    around,
    assessing,
    declared,
    entering,
    findings,
    lists,
    questions,
    record,
    rights,
    roll_calls,
    searches,
    sharing,
    statistics,
)
from gege.desk.registers.division import lists as division_lists
from gege.desk.registers.division import one as one_division
from gege.desk.registers.division import rule_pages as division_rules
from gege.desk.registers.imports import columns as import_columns
from gege.desk.registers.imports import lists as import_lists
from gege.desk.registers.imports import page as import_page
from gege.desk.registers.imports import rows as import_rows
from gege.desk.registers.pairs import apart
from gege.desk.registers.pairs import lists as pair_lists
from gege.desk.registers.pairs import one as one_pair

app_name = "registers"

urlpatterns = [
    path("registers", lists.index, name="index"),
    path("registers/search", searches.search, name="search"),
    path("registers/differences", questions.listed, name="questions"),
    path("registers/differences/<int:number>", questions.settle_one, name="question"),
    path("registers/findings", findings.listed, name="findings"),
    path("registers/findings/<int:number>", findings.one, name="finding"),
    path("registers/pairs", pair_lists.listed, name="pairs"),
    path("registers/pairs/confirm", pair_lists.confirm, name="confirm-pairs"),
    path("registers/pairs/<int:number>", one_pair.one, name="pair"),
    path("registers/pairs/<int:number>/reveal", one_pair.reveal_both, name="pair-reveal"),
    path("registers/merges/<int:number>/apart", apart.apart, name="apart"),
    path("registers/imports", import_lists.listed, name="imports"),
    path("registers/imports/new", import_lists.new, name="import-new"),
    path("registers/imports/<uuid:uid>", import_page.page, name="import"),
    path("registers/imports/<uuid:uid>/columns", import_columns.one, name="import-columns"),
    path("registers/imports/<uuid:uid>/lines", import_rows.listed, name="import-lines"),
    path("registers/imports/<uuid:uid>/decide", import_rows.decide_many, name="import-decide"),
    path("registers/imports/<uuid:uid>/lines/<int:number>", import_rows.one, name="import-line"),
    path("registers/imports/<uuid:uid>/faults", import_page.faults, name="import-faults"),
    path("registers/imports/<uuid:uid>/apply", import_page.apply, name="import-apply"),
    path("registers/imports/<uuid:uid>/undo", import_page.undo, name="import-undo"),
    path("registers/imports/<uuid:uid>/drop", import_page.drop, name="import-drop"),
    path("registers/imports/<uuid:uid>/again", import_page.again, name="import-again"),
    path("registers/own", rights.listed, name="rights"),
    path("registers/own/<str:number>", rights.one, name="right"),
    path("registers/contract", declared.overview, name="declared"),
    path("registers/contract/document", declared.document, name="document"),
    path("registers/contract/publish", declared.publish, name="publish"),
    path("registers/contract/<slug:code>", declared.one, name="declared-one"),
    path("registers/assessments", assessing.listed, name="assessments"),
    path("registers/assessments/new/<slug:code>", assessing.write, name="assess"),
    path("registers/assessments/<int:number>", assessing.decide, name="assessment"),
    path("registers/sharing", sharing.listed, name="sharing"),
    path("registers/sharing/new/<slug:code>", sharing.agree, name="share"),
    path("registers/sharing/<int:number>/end", sharing.end, name="end-sharing"),
    path("registers/records/<uuid:uid>", record.page, name="record"),
    path("registers/records/<uuid:uid>/say", entering.say_one, name="say"),
    path("registers/records/<uuid:uid>/end", entering.end_one, name="end"),
    path("registers/records/<uuid:uid>/consent", entering.take_back, name="take-back"),
    path("registers/records/<uuid:uid>/reveal", record.reveal_fields, name="reveal"),
    path("registers/records/<uuid:uid>/same", apart.same_as, name="same-as"),
    path("registers/records/<uuid:uid>/own", rights.receive, name="receive"),
    path("registers/records/<uuid:uid>/view", around.page, name="around"),
    path("registers/grids/<str:code>", around.grid, name="grid"),
    path("registers/buildings/<uuid:uid>/roll-call", roll_calls.new, name="roll-call-new"),
    path("registers/division", division_lists.listed, name="division"),
    path("registers/division/rules", division_rules.edit, name="division-rules"),
    path("registers/division/<str:code>", one_division.one, name="division-grid"),
    path("registers/statistics", statistics.page, name="statistics"),
    path("registers/roll-calls", roll_calls.listed, name="roll-calls"),
    path("registers/roll-calls/<uuid:uid>", roll_calls.page, name="roll-call"),
    path("registers/roll-calls/<uuid:uid>/paper", roll_calls.paper, name="roll-call-paper"),
    path("registers/roll-calls/<uuid:uid>/join", roll_calls.join, name="roll-call-join"),
    path("registers/roll-calls/<uuid:uid>/mark", roll_calls.mark, name="roll-call-mark"),
    path("registers/roll-calls/<uuid:uid>/phone", roll_calls.phone, name="roll-call-phone"),
    path("registers/roll-calls/<uuid:uid>/close", roll_calls.close, name="roll-call-close"),
    path("registers/<slug:code>", lists.listed, name="list"),
    path("registers/<slug:code>/new", entering.new, name="new"),
    path("registers/<slug:code>/find", searches.search_sheet, name="find"),
]
