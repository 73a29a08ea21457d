"""Addresses of the registers."""

from django.urls import path

from gege.desk.registers import (
    assessing,
    declared,
    entering,
    findings,
    lists,
    questions,
    record,
    rights,
    searches,
    sharing,
)

app_name = "registers"

urlpatterns = [
    path("registers", lists.index, name="index"),
    path("registers/search", searches.search, name="search"),
    path("registers/differences", questions.listed, name="questions"),
    path("registers/differences/<int:number>", questions.settle_one, name="question"),
    path("registers/findings", findings.listed, name="findings"),
    path("registers/findings/<int:number>", findings.one, name="finding"),
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
    path("registers/records/<uuid:uid>/own", rights.receive, name="receive"),
    path("registers/<slug:code>", lists.listed, name="list"),
    path("registers/<slug:code>/new", entering.new, name="new"),
    path("registers/<slug:code>/find", searches.search_sheet, name="find"),
]
