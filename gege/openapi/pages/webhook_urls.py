"""The addresses of the pages about subscriptions."""

from django.urls import path

from gege.openapi.pages import webhooks

app_name = "webhooks"
_ONE = "setup/interfaces/webhooks/<uuid:uid>"
_MESSAGE = "setup/interfaces/webhooks/messages/<uuid:uid>"
urlpatterns = [
    path("setup/interfaces/webhooks", webhooks.listed, name="list"),
    path("setup/interfaces/webhooks/new", webhooks.new, name="new"),
    path("setup/interfaces/webhooks/dead", webhooks.letters, name="letters"),
    path(_ONE, webhooks.page, name="page"),
    path(f"{_ONE}/change", webhooks.amend, name="amend"),
    path(f"{_ONE}/secret", webhooks.secret, name="secret"),
    path(f"{_ONE}/test", webhooks.test, name="ping"),
    path(f"{_ONE}/pause", webhooks.pause, name="pause"),
    path(f"{_ONE}/resume", webhooks.resume, name="resume"),
    path(f"{_ONE}/retry", webhooks.retry_every, name="retry-all"),
    path(f"{_ONE}/end", webhooks.end, name="end"),
    path(_MESSAGE, webhooks.message, name="message"),
    path(f"{_MESSAGE}/retry", webhooks.retry, name="retry"),
    path(f"{_MESSAGE}/drop", webhooks.drop, name="drop"),
]
