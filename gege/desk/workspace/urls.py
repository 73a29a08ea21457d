"""Addresses of the workspaces. The start page itself is `home`, in `gege/desk/urls.py`."""

from django.urls import path

from gege.desk.messages import dead
from gege.desk.workspace import notices, views

app_name = "desk"

urlpatterns = [
    path("matters", views.listed, name="matters"),
    path("matters", views.listed, name="search"),
    path("matters/export.xlsx", views.export, name="export"),
    path("stranded", views.nobody_acts, name="stranded"),
    path("notices", notices.mine, name="notices"),
    path("notices/read", notices.read_all, name="read-all"),
    path("notices/<int:notice_id>/read", notices.read_one, name="read"),
    path("notices/<int:notice_id>/acknowledge", notices.acknowledge_one, name="acknowledge"),
    path("notices/undelivered", dead.listed, name="dead-letters"),
    path("notices/undelivered/<int:message_id>/retry", dead.send_again, name="retry"),
]
