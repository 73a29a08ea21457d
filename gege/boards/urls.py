"""The addresses of the boards."""

from django.urls import path

from gege.boards import views
from gege.boards.daily.addresses import urlpatterns as daily
from gege.boards.indicators.addresses import urlpatterns as indicators
from gege.boards.lights import views as lights
from gege.boards.lights import wall
from gege.boards.map.addresses import urlpatterns as the_map
from gege.boards.shift import views as shift

app_name = "boards"
urlpatterns = [
    path("supervision/lights", lights.board, name="lights"),
    path("supervision/lights/matters", lights.matters, name="lights-matters"),
    path("supervision/wall", wall.hang, name="wall"),
    path("supervision/walls", wall.hung, name="walls"),
    path("supervision/walls/<uuid:uid>/end", wall.end, name="wall-end"),
    *indicators,
    *daily,
    path("boards/shift", shift.shift, name="shift"),
    *the_map,
    path("overview", views.overview, name="overview"),
    path("overview/<slug:figure>", views.records, name="records"),
]
