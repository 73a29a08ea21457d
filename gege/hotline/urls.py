"""Addresses of the hotline."""

from django.urls import include, path

from gege.hotline.texts import views

_TEXTS = [
    path("in", views.incoming, name="in"),
    path("report", views.report, name="report"),
    path("", views.listed, name="list"),
    path("<int:pk>", views.read, name="read"),
]

urlpatterns = [path("hotline/texts/", include((_TEXTS, "texts")))]
