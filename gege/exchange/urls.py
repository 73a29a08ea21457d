"""The addresses of the exchange's pages; those for programs are added to the REST interface."""

from django.urls import path

from gege.exchange.pages import outlets, sources

app_name = "exchange"
urlpatterns = [
    path("setup/exchange", sources.listed, name="list"),
    path("setup/exchange/sources/new/<str:kind>", sources.new, name="source-new"),
    path("setup/exchange/sources/<uuid:uid>", sources.page, name="source"),
    path("setup/exchange/sources/<uuid:uid>/change", sources.amend, name="source-amend"),
    path("setup/exchange/sources/<uuid:uid>/pause", sources.pause, name="source-pause"),
    path("setup/exchange/sources/<uuid:uid>/resume", sources.resume, name="source-resume"),
    path("setup/exchange/sources/<uuid:uid>/end", sources.end, name="source-end"),
    path("setup/exchange/sources/<uuid:uid>/read", sources.pull, name="source-pull"),
    path("setup/exchange/sources/<uuid:uid>/anew", sources.restart, name="source-anew"),
    path("setup/exchange/sources/<uuid:uid>/try", sources.attempt, name="source-try"),
    path("setup/exchange/sources/<uuid:uid>/compare", sources.compare, name="source-compare"),
    path("setup/exchange/outlets/new", outlets.new, name="outlet-new"),
    path("setup/exchange/outlets/<uuid:uid>", outlets.page, name="outlet"),
    path("setup/exchange/outlets/<uuid:uid>/change", outlets.amend, name="outlet-amend"),
    path("setup/exchange/outlets/<uuid:uid>/secret", outlets.secret, name="outlet-secret"),
    path("setup/exchange/outlets/<uuid:uid>/anew", outlets.anew, name="outlet-anew"),
    path("setup/exchange/outlets/<uuid:uid>/pause", outlets.pause, name="outlet-pause"),
    path("setup/exchange/outlets/<uuid:uid>/resume", outlets.resume, name="outlet-resume"),
    path("setup/exchange/outlets/<uuid:uid>/end", outlets.end, name="outlet-end"),
    path("setup/exchange/comparisons/<uuid:uid>", outlets.comparison, name="comparison"),
]
