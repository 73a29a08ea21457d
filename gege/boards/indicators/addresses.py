"""The addresses of the indicators."""

from django.urls import path, re_path

from gege.boards.indicators import views

urlpatterns = [
    path("boards/indicators", views.board, name="indicators"),
    path("boards/indicators/<slug:code>", views.indicator, name="indicator"),
    path("boards/indicators/<slug:code>/records", views.records, name="indicator-records"),
    re_path(
        r"^boards/indicators/(?P<code>[a-z_]+)/records\.(?P<ending>csv|xlsx)$",
        views.file,
        name="indicator-file",
    ),
]
