"""Addresses of briefings and digests."""

from django.urls import path

from gege.desk.briefings import conclusions, digests, topics, views

app_name = "briefings"

urlpatterns = [
    path("supervision/briefings", views.listed, name="list"),
    path("supervision/briefings/new", views.new, name="new"),
    path("supervision/briefings/<uuid:uid>", views.one, name="one"),
    path("supervision/briefings/<uuid:uid>/print", views.sheet, name="print"),
    path("supervision/briefings/<uuid:uid>/paper.<slug:ending>", views.paper, name="paper"),
    path("supervision/briefings/<uuid:uid>/words", views.write, name="words"),
    path("supervision/briefings/<uuid:uid>/do/<slug:deed>", views.do, name="do"),
    path("supervision/briefings/<uuid:uid>/conclusions/new", conclusions.edit, name="conclude"),
    path(
        "supervision/briefings/<uuid:uid>/conclusions/<uuid:conclusion>",
        conclusions.edit,
        name="conclusion",
    ),
    path(
        "supervision/briefings/<uuid:uid>/conclusions/<uuid:conclusion>/drop",
        conclusions.drop,
        name="drop",
    ),
    path("supervision/digests", digests.listed, name="digests"),
    path("supervision/digests/make", digests.make, name="make-digests"),
    path("supervision/digests/<uuid:uid>", digests.one, name="digest"),
    path("setup/topics", topics.show, name="topics"),
    path("setup/topics/edit", topics.edit, name="edit-topics"),
]
