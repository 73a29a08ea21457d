"""The addresses of the pages about the opinion platform."""

from django.urls import path

from gege.openapi.pages import opinion_desk, opinion_setup

app_name = "opinions"
_ONE = "setup/interfaces/opinions/<uuid:uid>"
urlpatterns = [
    path("setup/interfaces/opinions", opinion_setup.shown, name="setup"),
    path("setup/interfaces/opinions/new", opinion_setup.new, name="connect"),
    path(f"{_ONE}/change", opinion_setup.amend, name="amend"),
    path(f"{_ONE}/test", opinion_setup.test, name="test"),
    path(f"{_ONE}/end", opinion_setup.end, name="end"),
    path("opinions", opinion_desk.state, name="state"),
    path("opinions/compare", opinion_desk.compare_now, name="compare"),
    path("opinions/cases/<str:case>/again", opinion_desk.again, name="again"),
    path("opinions/reports/<uuid:uid>", opinion_desk.report, name="report"),
    path("opinions/reports/<uuid:uid>/<int:pk>/mend", opinion_desk.mend_one, name="mend"),
]
