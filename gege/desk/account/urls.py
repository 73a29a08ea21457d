"""Addresses of log-in, own account and people."""

from django.urls import path

from gege.desk.account import log_in, own, people, people_list, posts, second_factor

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
    path("account/step-up", second_factor.step_up, name="step-up"),
    path("account/second-factor", second_factor.overview, name="second-factor"),
    path("account/second-factor/set-up", second_factor.set_up, name="set-up-factor"),
    path("account/second-factor/confirm", second_factor.confirm, name="confirm-factor"),
    path("account/second-factor/paper-codes", second_factor.paper_codes, name="paper-codes"),
    path("account/second-factor/turn-off", second_factor.turn_off, name="turn-off-factor"),
    path("people", people.people, name="people"),
    path("people/new", people.new_account, name="new-account"),
    path("people/import", people_list.choose, name="people-list"),
    path("people/import/<slug:token>", people_list.preview, name="list-preview"),
    path("people/vacant-grids", posts.vacant, name="vacant-grids"),
    path("people/posts/<int:post_id>/end", posts.end, name="end-post"),
    path("people/<int:account_id>", people.person, name="person"),
    path("people/<int:account_id>/amend", people.amend, name="amend"),
    path("people/<int:account_id>/reset-password", people.reset, name="reset-password"),
    path("people/<int:account_id>/reset-factor", people.reset_second_factor, name="reset-factor"),
    path("people/<int:account_id>/deactivate", people.close, name="deactivate"),
    path("people/<int:account_id>/activate", people.reopen, name="activate"),
    path("people/<int:account_id>/give-post", posts.give, name="give-post"),
    path("people/<int:account_id>/substitute", posts.stand_in, name="substitute"),
]
