"""Addresses of accountability reviews."""

from django.urls import path

from gege.desk.reviews import evidence, rule_pages, views

app_name = "reviews"

_ONE = "supervision/reviews/<uuid:uid>"
urlpatterns = [
    path("supervision/reviews", views.listed, name="list"),
    path("supervision/reviews/new", views.new, name="new"),
    path("supervision/reviews/units/<slug:code>", evidence.of_unit, name="unit"),
    path(_ONE, views.one, name="review"),
    path(f"{_ONE}/do/<slug:deed>", views.do, name="do"),
    path(f"{_ONE}/named/<int:named_id>/<slug:deed>", views.each, name="each"),
    path(f"{_ONE}/evidence", evidence.listed, name="evidence"),
    path(f"{_ONE}/evidence/<int:place>", evidence.item, name="item"),
    path(f"{_ONE}/dossier.<slug:kind>", evidence.dossier, name="dossier"),
    path("setup/reviews", rule_pages.show, name="rules"),
    path("setup/reviews/editions/<int:number>", rule_pages.edition, name="rules-edition"),
    path("setup/reviews/edit", rule_pages.edit, name="edit-rules"),
]
