"""Addresses of leading groups and their meetings."""

from django.urls import path

from gege.desk.group import deeds, minutes, views

app_name = "group"

urlpatterns = [
    path("supervision/groups", views.listed, name="list"),
    path("supervision/groups/new", deeds.new, name="new"),
    path("supervision/groups/<uuid:uid>", views.group, name="group"),
    path("supervision/groups/<uuid:uid>/do/<slug:deed>", deeds.do_group, name="do"),
    path(
        "supervision/groups/<uuid:uid>/members/<uuid:member>/end", deeds.end_term, name="end-term"
    ),
    path("supervision/meetings/<uuid:uid>", views.meeting, name="meeting"),
    path("supervision/meetings/<uuid:uid>/do/<slug:deed>", deeds.do_meeting, name="meet"),
    path("supervision/meetings/<uuid:uid>/minutes.<slug:kind>", minutes.paper, name="minutes"),
]
