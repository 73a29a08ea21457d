"""The addresses of the map."""

from django.urls import path

from gege.boards.map import views

urlpatterns = [
    path("map", views.page, name="map"),
    path("map/shapes.json", views.shapes, name="map-shapes"),
    path("map/values.json", views.values, name="map-values"),
    path("map/cells.json", views.cells, name="map-cells"),
    path("map/now.json", views.standing, name="map-now"),
    path("map/things.json", views.things, name="map-things"),
    path("map/matters", views.matters, name="map-matters"),
]
