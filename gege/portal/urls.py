"""The addresses of the portal: /r/ for residents, /portal for those who keep it."""

from django.urls import include, path

from gege.portal.views import desk_codes, desk_issues, item, public, report

residents = [
    path("", public.home, name="home"),
    path("report", report.places, name="places"),
    path("report/done", report.receipt, name="receipt"),
    path("report/<str:place>", report.report, name="report"),
    path("q/<str:place>", report.scanned, name="scanned"),
    path("follow", item.follow, name="follow"),
    path("own", item.item, name="item"),
    path("own/finish", item.finish, name="finish"),
    path("own/<str:deed>", item.say, name="say"),
    path("who", public.who_places, name="who-places"),
    path("who/<str:place>", public.who, name="who"),
    path("issues", public.issues, name="issues"),
    path("policies", public.policies, name="policies"),
    path("policies/<uuid:uid>", public.policy, name="policy"),
]
offices = [
    path("codes", desk_codes.codes, name="codes"),
    path("codes/<str:place>", desk_codes.sheet, name="sheet"),
    path("issues", desk_issues.listed, name="issues"),
    path("issues/new", desk_issues.new, name="new-issue"),
    path("issues/<uuid:uid>", desk_issues.edit, name="issue"),
]
urlpatterns = [
    path("r/", include((residents, "portal"))),
    path("portal/", include((offices, "portal-desk"))),
]
