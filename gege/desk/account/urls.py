"""Addresses of log-in, own account and people."""

from django.urls import path

from gege.desk.account import log_in, own, people, people_list, posts

app_name = "account"

urlpatterns = [
    path("login", log_in.log_in, name="login"),
    path("logout", log_in.log_out, name="logout"),
    path("language", own.language, name="language"),
    path("account", own.account, name="own"),
    path("account/password", own.password, name="password"),
    path("account/preferences", own.preferences, name="preferences"),
    path("account/post", own.choose_post, name="choose-post"),
    path("account/no-post", own.no_post, name="no-post"),
    path("people", people.people, name="people"),
    path("people/new", people.new_account, name="new-account"),
    path("people/import", people_list.choose, name="people-list"),
    path("people/import/<slug:token>", people_list.preview, name="list-preview"),
    path("people/vacant-grids", posts.vacant, name="vacant-grids"),
    path("people/posts/<int:post_id>/end", posts.end, name="end-post"),
    path("people/<int:account_id>", people.person, name="person"),
    path("people/<int:account_id>/amend", people.amend, name="amend"),
    path("people/<int:account_id>/reset-password", people.reset, name="reset-password"),
    path("people/<int:account_id>/deactivate", people.close, name="deactivate"),
    path("people/<int:account_id>/activate", people.reopen, name="activate"),
    path("people/<int:account_id>/give-post", posts.give, name="give-post"),
    path("people/<int:account_id>/substitute", posts.stand_in, name="substitute"),
]
