"""The addresses of the desk: its parts list their own, the start page stands here."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from gege.desk import styleguide
from gege.desk.workspace.home import home

# Parts are built side by side; one that does not stand yet is left out.
_PARTS = (
    "account",
    "workspace",
    "matter",
    "setup",
    "fieldwork",
    "fieldwork.visits",
    "fieldwork.terminals",
    "campaigns",
    "handbook",
    "messages",
    "duty",
    "registers",
    "orders",
    "reviews",
    "group",
    "cameras",
    "briefings",
    "triage_help",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("desk/style", styleguide.style, name="style-guide"),
    *(
        path("", include(f"gege.desk.{part}.urls"))
        for part in _PARTS
        if find_spec(f"gege.desk.{part}.urls")
    ),
]
