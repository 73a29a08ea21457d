"""Addresses of the camera register and of requests to view."""

from django.urls import path

from gege.desk.cameras import asking, imports, keeping, views

app_name = "cameras"

urlpatterns = [
    path("supervision/cameras", views.listed, name="list"),
    path("supervision/cameras/new", keeping.new, name="new"),
    path("supervision/cameras/import", imports.upload, name="import"),
    path("supervision/cameras/import/<str:token>", imports.preview, name="preview"),
    path("supervision/cameras/<uuid:uid>", views.camera, name="camera"),
    path("supervision/cameras/<uuid:uid>/do/<slug:deed>", keeping.do, name="do"),
    path("supervision/views", views.requests, name="views"),
    path("supervision/views/new", asking.new, name="ask"),
    path("supervision/views/<uuid:uid>", views.request, name="view"),
    path("supervision/views/<uuid:uid>/do/<slug:deed>", asking.do, name="decide"),
]
