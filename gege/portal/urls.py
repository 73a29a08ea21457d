"""The addresses of the portal: /r/ for residents, /portal for those who keep it."""

from django.urls import include, path

from gege.portal.views import (
    county_map,
    desk_codes,
    desk_issues,
    desk_pages,
    desk_thanks,
    item,
    news,
    own_data,
    public,
    report,
    thanks,
)

residents = [
    path("", public.home, name="home"),
    path("report", report.places, name="places"),
    path("report/done", report.receipt, name="receipt"),
    path("report/<str:place>", report.report, name="report"),
    path("map", county_map.places, name="map"),
    path("map/picture", county_map.picture, name="map-picture"),
    path("map/here", county_map.here, name="here"),
    path("q/<str:place>", report.scanned, name="scanned"),
    path("follow", item.follow, name="follow"),
    path("own", item.item, name="item"),
    path("own/finish", item.finish, name="finish"),
    path("own/<str:deed>", item.say, name="say"),
    path("my-data", own_data.own, name="own-data"),
    path("who", public.who_places, name="who-places"),
    path("who/<str:place>", public.who, name="who"),
    path("who/<str:place>/thanks", thanks.listed, name="thanks"),
    path("thank/<str:place>", thanks.give, name="thank"),
    path("issues", public.issues, name="issues"),
    path("news", news.listed, name="news"),
    path("news/places", news.places, name="news-places"),
    path("news/of/<str:place>", news.news_of, name="news-of"),
    path("news/feed", news.feed, name="feed"),
    path("news/<uuid:uid>", news.one, name="news-page"),
    path("news/files/<uuid:uid>", news.file, name="page-file"),
    path("policies", public.policies, name="policies"),
    path("policies/<uuid:uid>", public.policy, name="policy"),
]
offices = [
    path("codes", desk_codes.codes, name="codes"),
    path("codes/<str:place>", desk_codes.sheet, name="sheet"),
    path("issues", desk_issues.listed, name="issues"),
    path("issues/new", desk_issues.new, name="new-issue"),
    path("issues/<uuid:uid>", desk_issues.one, name="issue"),
    path("issues/<uuid:uid>/edit", desk_issues.edit, name="edit-issue"),
    path("issues/<uuid:uid>/<slug:deed>", desk_issues.do, name="issue-deed"),
    path("pages", desk_pages.listed, name="pages"),
    path("pages/new", desk_pages.new, name="new-page"),
    path("pages/<uuid:uid>", desk_pages.one, name="page"),
    path("pages/<uuid:uid>/edit", desk_pages.edit, name="edit-page"),
    path("pages/<uuid:uid>/versions/<int:number>", desk_pages.version, name="page-version"),
    path("pages/<uuid:uid>/files/<uuid:file>", desk_pages.file, name="page-file"),
    path("pages/<uuid:uid>/<str:deed>", desk_pages.do, name="page-deed"),
    path("thanks", desk_thanks.listed, name="thanks"),
    path("thanks/<uuid:uid>", desk_thanks.one, name="thanks-one"),
]
urlpatterns = [
    path("r/", include((residents, "portal"))),
    path("portal/", include((offices, "portal-desk"))),
]
