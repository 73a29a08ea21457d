"""Addresses of triage help and of repeated matters."""

from django.urls import path

from gege.desk.triage_help import learnt, repeated

app_name = "triage"

urlpatterns = [
    path("supervision/triage-help", learnt.show, name="learnt"),
    path("supervision/triage-help/learn", learnt.learn, name="learn"),
    path("matters/repeated", repeated.listed, name="repeated"),
    path("matters/repeated/records", repeated.records, name="repeated-records"),
]
