"""Addresses of patrols, excuses, check-in points and field rules."""

from django.urls import path

from gege.desk.fieldwork import excuses, patrol, patrols, point_import, points, rule_pages

app_name = "fieldwork"

urlpatterns = [
    path("field-work/patrols", patrols.listed, name="patrols"),
    path("field-work/patrols/export", patrols.export, name="patrols-export"),
    path("field-work/patrols/days", patrols.days, name="patrol-days"),
    path("field-work/patrols/days/export", patrols.export_days, name="patrol-days-export"),
    path("field-work/patrols/<uuid:uid>", patrol.page, name="patrol"),
    path("field-work/patrols/<uuid:uid>/track", patrol.track, name="track"),
    path("field-work/excuses", excuses.listed, name="excuses"),
    path("field-work/excuses/new", excuses.new, name="new-excuse"),
    path("field-work/excuses/<uuid:uid>", excuses.decide, name="decide-excuse"),
    path("field-work/points", points.listed, name="points"),
    path("field-work/points/export", points.export, name="points-export"),
    path("field-work/points/new", points.new, name="new-point"),
    path("field-work/points/import", point_import.upload, name="points-import"),
    path("field-work/points/import/<str:token>", point_import.preview, name="points-preview"),
    path("field-work/points/<uuid:uid>", points.amend, name="point"),
    path("field-work/points/<uuid:uid>/end", points.end, name="end-point"),
    path("field-work/rules", rule_pages.show, name="rules"),
    path("field-work/rules/edit", rule_pages.edit, name="edit-rules"),
    path("field-work/rules/editions/<int:number>", rule_pages.edition, name="rules-edition"),
]
