"""Where the interface is described."""

from django.urls import path

from gege.openapi.rest.document import page, schema

app_name = "rest-document"
urlpatterns = [
    path("api/v1/openapi.json", schema, name="schema"),
    path("api/v1/docs", page, name="page"),
]
