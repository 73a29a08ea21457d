"""The addresses of the boards."""

from django.urls import path

from gege.boards import views

app_name = "boards"
urlpatterns = [
    path("overview", views.overview, name="overview"),
    path("overview/<slug:figure>", views.records, name="records"),
]
