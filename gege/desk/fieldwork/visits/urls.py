"""Addresses of visits and of the households cadres keep in touch with."""

from django.urls import path

from gege.desk.fieldwork.visits import confirming, links, lists, page, planning

app_name = "visits"

urlpatterns = [
    path("field-work/visits", lists.listed, name="list"),
    path("field-work/visits/export", lists.export, name="export"),
    path("field-work/visits/plan", planning.plan, name="plan"),
    path("field-work/visits/record", planning.record, name="record"),
    path("field-work/visits/<uuid:uid>", page.page, name="page"),
    path("field-work/visits/<uuid:uid>/reveal", page.reveal, name="reveal"),
    path("field-work/visits/<uuid:uid>/record", planning.record_planned, name="record-planned"),
    path("field-work/visits/<uuid:uid>/cancel", planning.cancel, name="cancel"),
    path("field-work/visits/<uuid:uid>/concern", planning.concern, name="concern"),
    path("field-work/visits/<uuid:uid>/code", confirming.code, name="code"),
    path("field-work/visits/<uuid:uid>/enter-code", confirming.enter, name="enter-code"),
    path("field-work/visits/<uuid:uid>/call", confirming.call, name="call"),
    path("field-work/links", links.listed, name="links"),
    path("field-work/links/new", links.new, name="new-link"),
    path("field-work/links/<uuid:uid>/end", links.end, name="end-link"),
]
