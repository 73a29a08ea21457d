"""The addresses of Open311."""

from django.urls import path

from gege.openapi.open311.discovery import discovery
from gege.openapi.open311.kinds import definition, services
from gege.openapi.open311.posting import requests
from gege.openapi.open311.reading import one, token

app_name = "open311"
urlpatterns = [
    path("open311/discovery.<str:form>", discovery, name="discovery"),
    # Some clients look for it below the endpoint.
    path("open311/v2/discovery.<str:form>", discovery, name="discovery-below"),
    path("open311/v2/services.<str:form>", services, name="services"),
    path("open311/v2/services/<str:code>.<str:form>", definition, name="definition"),
    path("open311/v2/requests.<str:form>", requests, name="requests"),
    path("open311/v2/requests/<str:number>.<str:form>", one, name="request"),
    path("open311/v2/tokens/<str:token>.<str:form>", token, name="token"),
]
