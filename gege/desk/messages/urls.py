"""Addresses of messages by every channel. The list of dead letters is `desk:dead-letters`."""

from django.urls import path

from gege.desk.messages import calls, dead, mailbox, rule_pages, sent

app_name = "messages"

urlpatterns = [
    path("notices/sent", sent.listed, name="sent"),
    path("notices/calls", calls.listed, name="calls"),
    path("notices/calls/<int:pk>", calls.call, name="call"),
    path("notices/undelivered/<int:message_id>/give-up", dead.drop, name="give-up"),
    path("notices/undelivered/deliveries/<int:pk>", dead.delivery, name="dead-delivery"),
    path("account/mailbox", mailbox.mailbox, name="mailbox"),
    path("setup/notices", rule_pages.show, name="rules"),
    path("setup/notices/edit", rule_pages.edit, name="edit-rules"),
    path("setup/notices/editions/<int:number>", rule_pages.edition, name="rules-edition"),
]
