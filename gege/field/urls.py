"""Addresses of the handheld: the app, and the interface that it speaks."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path, re_path

from gege.field.views import entering, files, messages, pages, registers, starting

app_name = "field"

urlpatterns: list[URLPattern | URLResolver] = [
    path("field/", pages.shell, name="shell"),
    path("field/sw.js", pages.worker, name="worker"),
    path("field/manifest.webmanifest", pages.manifest, name="manifest"),
    path("field/words.json", pages.words, name="words"),
    path("field/api/enter", entering.enter, name="enter"),
    path("field/api/password", entering.password, name="password"),
    path("field/api/leave", entering.leave, name="leave"),
    path("field/api/start", starting.start, name="start"),
    path("field/api/messages", messages.messages, name="messages"),
    path("field/api/records/search", registers.search, name="search"),
    path("field/api/records/<uuid:uid>", registers.record, name="record"),
    path("field/api/records/<uuid:uid>/reveal", registers.reveal, name="reveal"),
    re_path(r"^field/api/files/(?P<sha256>[0-9a-f]{64})$", files.file, name="file"),
]
if find_spec("gege.field.openrosa") and find_spec("gege.field.openrosa.urls"):
    urlpatterns.append(path("field/", include("gege.field.openrosa.urls")))
