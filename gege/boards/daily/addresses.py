"""The addresses of the days' files."""

from django.urls import path, re_path

from gege.boards.daily import views

_DAY = r"(?P<day>\d{4}-\d{2}-\d{2})"
urlpatterns = [
    path("boards/daily", views.listed, name="daily"),
    re_path(
        rf"^boards/daily/{_DAY}/(?P<edition>[1-9]\d{{0,3}})\.(?P<ending>json|csv)$",
        views.file,
        name="daily-file",
    ),
    re_path(rf"^boards/daily/{_DAY}/again$", views.again, name="daily-again"),
]
