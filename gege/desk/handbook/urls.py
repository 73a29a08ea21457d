"""Addresses of the handbook."""

from django.urls import path

from gege.desk.handbook import deeds, pages

app_name = "handbook"

urlpatterns = [
    path("handbook", pages.listed, name="list"),
    path("handbook/new", deeds.new, name="new"),
    path("handbook/<uuid:uid>", pages.article, name="article"),
    path("handbook/<uuid:uid>/history", pages.history, name="history"),
    path("handbook/<uuid:uid>/versions/<int:number>", pages.version, name="version"),
    path("handbook/<uuid:uid>/edit", deeds.edit, name="edit"),
    path("handbook/<uuid:uid>/publish", deeds.publish, name="publish"),
    path("handbook/<uuid:uid>/renew", deeds.renew, name="renew"),
    path("handbook/<uuid:uid>/withdraw", deeds.withdraw, name="withdraw"),
    path("handbook/<uuid:uid>/drop", deeds.drop, name="drop"),
]
