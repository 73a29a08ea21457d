"""The addresses of the clients' pages."""

from django.urls import path

from gege.openapi.pages import views

app_name = "clients"
urlpatterns = [
    path("setup/interfaces", views.listed, name="list"),
    path("setup/interfaces/new", views.new, name="new"),
    path("setup/interfaces/<uuid:uid>", views.page, name="page"),
    path("setup/interfaces/<uuid:uid>/change", views.amend, name="amend"),
    path("setup/interfaces/<uuid:uid>/token", views.rotate, name="rotate"),
    path("setup/interfaces/<uuid:uid>/end", views.revoke, name="revoke"),
]
