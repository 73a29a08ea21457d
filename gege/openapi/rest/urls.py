"""The addresses of the REST interface, from the table of its operations."""

from django.urls import path

from gege.openapi.rest.added import addresses
from gege.openapi.rest.asking import route

app_name = "rest"
urlpatterns = [
    path(f"api/v1/{address[0].path}", route(*address), name=address[0].name)
    for address in addresses()
]
