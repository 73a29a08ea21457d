"""Addresses of the set-up: rulebook, calendar, territory and departments."""

from django.urls import path

from gege.desk.setup import (
    book_edits,
    books,
    days,
    departments,
    grid_changes,
    imports,
    places,
)

app_name = "setup"

urlpatterns = [
    path("setup/rulebook", books.show, name="rulebook"),
    path("setup/rulebook/start", book_edits.start, name="start"),
    path("setup/rulebook/new-kind", book_edits.new_kind, name="new-kind"),
    path("setup/rulebook/kinds/<str:code>", book_edits.kind, name="kind"),
    path("setup/rulebook/limits", books.limits, name="limits"),
    path("setup/rulebook/limits/new", book_edits.new_limit, name="new-limit"),
    path("setup/rulebook/limits/line", book_edits.limit, name="limit"),
    path("setup/rulebook/limits/remove", book_edits.remove_limit, name="remove-limit"),
    path("setup/rulebook/thresholds", books.thresholds, name="thresholds"),
    path("setup/rulebook/thresholds/edit", book_edits.edit_thresholds, name="edit-thresholds"),
    path("setup/rulebook/editions", books.editions, name="editions"),
    path("setup/rulebook/editions/<int:number>", books.edition, name="edition"),
    path("setup/rulebook/editions/<int:number>.json", books.download, name="download"),
    path("setup/rulebook/upload", book_edits.upload, name="upload"),
    path("setup/rulebook/upload/<str:token>", book_edits.preview, name="preview"),
    path("setup/calendar", days.year, name="calendar"),
    path("setup/calendar/hours", days.hours, name="hours"),
    path("setup/calendar/hours/end", days.no_season, name="no-season"),
    path("setup/calendar/<int:number>", days.year, name="calendar-year"),
    path("setup/calendar/<int:number>/notice", days.notice, name="notice"),
    path("setup/calendar/<int:number>/fill", days.fill, name="fill"),
    path("setup/territory", places.tree, name="territory"),
    path("setup/territory/areas/<str:code>", places.area, name="area"),
    path("setup/territory/areas/<str:code>/divide", grid_changes.divide, name="divide"),
    path("setup/territory/areas/<str:code>/merge", grid_changes.merge, name="merge"),
    path("setup/territory/units", places.units, name="units"),
    path("setup/territory/units/<str:code>/contacts", places.contacts, name="contacts"),
    path("setup/territory/coverage", places.coverage, name="coverage"),
    path("setup/territory/pilot", places.pilot, name="pilot"),
    path("setup/territory/divisions", imports.divisions, name="divisions"),
    path(
        "setup/territory/divisions/<str:token>", imports.divisions_preview, name="divisions-preview"
    ),
    path(
        "setup/territory/divisions/<str:token>/successors.csv",
        imports.suggestions,
        name="suggestions",
    ),
    path("setup/territory/grids", imports.grids, name="grids"),
    path("setup/territory/grids/<str:token>", imports.grids_preview, name="grids-preview"),
    path("setup/departments", departments.departments, name="departments"),
    path("setup/departments/new", departments.new_department, name="new-department"),
    path("setup/departments/<str:code>", departments.department, name="department"),
    path("setup/departments/<str:code>/dissolve", departments.dissolve, name="dissolve"),
]
