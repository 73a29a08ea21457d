"""Addresses of the hotline."""

from django.urls import include, path

from gege.hotline.line import pages as line_pages
from gege.hotline.texts import views

_TEXTS = [
    path("in", views.incoming, name="in"),
    path("report", views.report, name="report"),
    path("", views.listed, name="list"),
    path("<int:pk>", views.read, name="read"),
]

_LINE = [
    path("", line_pages.show, name="rules"),
    path("edit", line_pages.edit, name="edit"),
    path("editions/<int:number>", line_pages.edition, name="edition"),
]

urlpatterns = [
    path("hotline/texts/", include((_TEXTS, "texts"))),
    path("setup/line/", include((_LINE, "line"))),
]
