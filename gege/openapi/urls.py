"""The addresses of the interfaces and of the pages that keep their clients."""

from django.urls import include, path

urlpatterns = [
    path("", include("gege.openapi.open311.urls")),
    path("", include("gege.openapi.rest.urls")),
    path("", include("gege.openapi.rest.document_urls")),
    path("", include("gege.openapi.pages.urls")),
    path("", include("gege.openapi.pages.webhook_urls")),
    path("", include("gege.openapi.pages.opinion_urls")),
]
