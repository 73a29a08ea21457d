"""Addresses of the register of terminals, and of one's own."""

from django.urls import path

from gege.desk.fieldwork.terminals import deeds, imports, own, register

app_name = "terminals"

urlpatterns = [
    path("field-work/terminals", register.listed, name="list"),
    path("field-work/terminals/export", register.export, name="export"),
    path("field-work/terminals/new", deeds.new, name="new"),
    path("field-work/terminals/import", imports.upload, name="import"),
    path("field-work/terminals/import/<str:token>", imports.preview, name="import-preview"),
    path("field-work/terminals/<uuid:uid>", register.page, name="page"),
    path("field-work/terminals/<uuid:uid>/hand-over", deeds.give, name="hand-over"),
    path("field-work/terminals/<uuid:uid>/lost", deeds.lost, name="lost"),
    path("field-work/terminals/<uuid:uid>/found", deeds.found, name="found"),
    path("field-work/terminals/<uuid:uid>/revoke", deeds.take_back, name="revoke"),
    path("field-work/terminals/<uuid:uid>/retire", deeds.take_out, name="retire"),
    path("account/terminals", own.mine, name="mine"),
    path("account/terminals/<uuid:uid>/lost", own.lost, name="mine-lost"),
    path("account/terminals/<uuid:uid>/leave", own.leave, name="mine-leave"),
]
