"""Addresses of campaigns and their forms."""

from django.urls import path

from gege.desk.campaigns import (
    buildings,
    collect,
    entries,
    entry,
    exporting,
    forms_pages,
    lists,
    page,
    planning,
)

app_name = "campaigns"

urlpatterns = [
    path("campaigns", lists.listed, name="list"),
    path("campaigns/new", planning.new, name="new"),
    path("campaigns/collect", collect.collect, name="collect"),
    path("campaigns/forms", forms_pages.listed, name="forms"),
    path("campaigns/forms/new", forms_pages.upload, name="upload-form"),
    path("campaigns/forms/sample.xlsx", forms_pages.sample, name="sample-form"),
    path("campaigns/forms/<str:form_id>/<str:version>", forms_pages.page, name="form"),
    path("campaigns/forms/<str:form_id>/<str:version>/files", forms_pages.attach, name="attach"),
    path("campaigns/forms/<str:form_id>/<str:version>/xml", forms_pages.xml, name="form-xml"),
    path(
        "campaigns/forms/<str:form_id>/<str:version>/files/<str:name>",
        forms_pages.media,
        name="form-file",
    ),
    path("campaigns/entries/<str:entry_uid>", entry.page, name="entry"),
    path("campaigns/entries/<str:entry_uid>/reveal", entry.reveal, name="reveal"),
    path("campaigns/entries/<str:entry_uid>/check", entry.check, name="check"),
    path("campaigns/entries/<str:entry_uid>/files/<str:name>", entry.file, name="entry-file"),
    path("campaigns/<uuid:uid>", page.page, name="page"),
    path("campaigns/<uuid:uid>/amend", planning.amend, name="amend"),
    path("campaigns/<uuid:uid>/open", planning.start, name="open"),
    path("campaigns/<uuid:uid>/close", planning.end, name="close"),
    path("campaigns/<uuid:uid>/entries", entries.listed, name="entries"),
    path("campaigns/<uuid:uid>/export", exporting.export, name="export"),
    path("campaigns/<uuid:uid>/buildings", buildings.listed, name="buildings"),
    path("campaigns/<uuid:uid>/buildings/arrange", buildings.arrange, name="arrange"),
    path("campaigns/<uuid:uid>/buildings/take-in", buildings.bring, name="take-in"),
]
