"""Addresses of the OpenRosa interface, and of forms for the own handheld; below `field/`."""

from django.urls import path

from gege.field.openrosa import listing, own, submission

urlpatterns = [
    path("openrosa/formList", listing.form_list, name="openrosa-list"),
    path("openrosa/submission", submission.submission, name="openrosa-submission"),
    path("openrosa/forms/<str:form_id>/<str:version>.xml", listing.form, name="openrosa-form"),
    path(
        "openrosa/forms/<str:form_id>/<str:version>/manifest.xml",
        listing.manifest,
        name="openrosa-manifest",
    ),
    path(
        "openrosa/forms/<str:form_id>/<str:version>/media/<str:name>",
        listing.media,
        name="openrosa-media",
    ),
    path("forms/<str:form_id>/<str:version>/form.xml", own.form, name="form"),
    path("forms/<str:form_id>/<str:version>/media/<str:name>", own.media, name="form-media"),
]
