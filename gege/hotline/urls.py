"""Addresses of the hotline."""

from django.urls import include, path

from gege.hotline.callbacks import views as callback_pages
from gege.hotline.calls import door, listed, pages, screen, system_pages
from gege.hotline.emergency import views as hand_over_pages
from gege.hotline.indicators import views as indicator_pages
from gege.hotline.line import pages as line_pages
from gege.hotline.pictures.views import incoming as picture_door
from gege.hotline.texts import views

_TEXTS = [
    path("in", views.incoming, name="in"),
    path("report", views.report, name="report"),
    path("", views.listed, name="list"),
    path("<int:pk>", views.read, name="read"),
]

_LINE = [
    path("", line_pages.show, name="rules"),
    path("edit", line_pages.edit, name="edit"),
    path("editions/<int:number>", line_pages.edition, name="edition"),
]

_CALLS = [
    path("", screen.desk, name="desk"),
    path("line", screen.line, name="line"),
    path("seat", screen.seat, name="seat"),
    path("answers", screen.knowledge, name="answers"),
    path("places", screen.places, name="places"),
    path("calls", listed.listed, name="list"),
    path("calls/events", door.events, name="events"),
    path("calls/new", pages.new, name="new"),
    path("calls/<uuid:uid>", pages.page, name="page"),
    path("calls/<uuid:uid>/take", pages.take, name="take"),
    path("calls/<uuid:uid>/note", pages.note, name="note"),
    path("calls/<uuid:uid>/caller", pages.reveal, name="reveal"),
]

_SYSTEMS = [
    path("", system_pages.listed, name="list"),
    path("new", system_pages.new, name="new"),
    path("<uuid:uid>", system_pages.page, name="page"),
    path("<uuid:uid>/secret", system_pages.rotate, name="rotate"),
    path("<uuid:uid>/stop", system_pages.stop, name="stop"),
]

_CALLBACKS = [
    path("", callback_pages.listed, name="list"),
    path("<uuid:uid>", callback_pages.show, name="show"),
    path("<uuid:uid>/take", callback_pages.take, name="take"),
    path("<uuid:uid>/give-back", callback_pages.give_back, name="give-back"),
    path("<uuid:uid>/record", callback_pages.record, name="record"),
    path("<uuid:uid>/answer", callback_pages.answer, name="answer"),
]

_HAND_OVERS = [
    path("", hand_over_pages.listed, name="list"),
    path("start", hand_over_pages.start, name="start"),
    path("<uuid:uid>", hand_over_pages.show, name="show"),
    path("<uuid:uid>/connect", hand_over_pages.connect, name="connect"),
    path("<uuid:uid>/end", hand_over_pages.finish, name="finish"),
    path("<uuid:uid>/matter", hand_over_pages.link, name="link"),
]

_INDICATORS = [
    path("", indicator_pages.show, name="show"),
    path("records", indicator_pages.shown_records, name="records"),
    path("export.xlsx", indicator_pages.export, {"ending": "xlsx"}, name="xlsx"),
    path("export.csv", indicator_pages.export, {"ending": "csv"}, name="csv"),
]

urlpatterns = [
    path("hotline/indicators/", include((_INDICATORS, "indicators"))),
    path("hotline/pictures/in", picture_door, name="pictures"),
    path("hotline/handovers/", include((_HAND_OVERS, "handovers"))),
    path("hotline/callbacks/", include((_CALLBACKS, "callbacks"))),
    path("hotline/", include((_CALLS, "calls"))),
    path("setup/telephones/", include((_SYSTEMS, "systems"))),
    path("hotline/texts/", include((_TEXTS, "texts"))),
    path("setup/line/", include((_LINE, "line"))),
]
