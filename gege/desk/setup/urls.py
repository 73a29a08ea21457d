"""Addresses of the set-up: rulebook, calendar, territory and departments."""

from django.urls import path

from gege.desk.setup import book_edits, books, days

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
]
