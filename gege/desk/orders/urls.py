"""Addresses of orders."""

from django.urls import path

from gege.desk.orders import files, rule_pages, views

app_name = "orders"

urlpatterns = [
    path("supervision/orders", views.listed, {"slug": "orders"}, name="list"),
    path("supervision/coordination", views.listed, {"slug": "coordination"}, name="requests"),
    path("supervision/orders/new", views.new, {"slug": "orders"}, name="new"),
    path("supervision/coordination/new", views.new, {"slug": "coordination"}, name="ask"),
    path("supervision/orders/<uuid:uid>", views.one, name="order"),
    path("supervision/orders/<uuid:uid>/print", views.sheet, name="print"),
    path("supervision/orders/<uuid:uid>/do/<slug:deed>", views.do, name="do"),
    path("supervision/orders/<uuid:uid>/attach", files.attach, name="attach"),
    path("supervision/files/<slug:kind>/<uuid:uid>/<slug:digest>", files.file, name="file"),
    path("setup/supervision", rule_pages.show, name="rules"),
    path("setup/supervision/editions/<int:number>", rule_pages.edition, name="rules-edition"),
    path("setup/supervision/edit", rule_pages.edit, name="edit-rules"),
]
