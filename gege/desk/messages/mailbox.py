"""The e-mail address at which a person wants their notices too."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gege.desk.api import Crumb
from gege.desk.messages.words import NOT_DONE, said
from gege.notices.api import NotDone, mailbox_of, set_mailbox
from gege.staff.access import ActorRequest, open_to_own_account
from gege.staff.api import own_signature


class MailboxForm(forms.Form):
    """One address, or none."""

    address = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Empty: no e-mail. What is sent there is decided by the county."),
    )


@open_to_own_account
@require_http_methods(["GET", "HEAD", "POST"])
def mailbox(request: ActorRequest) -> HttpResponse:
    """Show and change one's own address."""
    account = request.account
    initial = {"address": mailbox_of(account.pk)}
    form = MailboxForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        actor = getattr(request, "actor", None)
        by = own_signature(account.pk, account.display_name, actor)
        try:
            set_mailbox(account.pk, form.cleaned_data["address"], by=by, now=timezone.now())
        except NotDone as error:
            form.add_error("address", said(error.word, NOT_DONE))
        else:
            messages.success(request, _("The address is kept."))
            return redirect("account:own")
    context = {
        "form": form,
        "phone": account.phone,
        "crumbs": [Crumb(_("My account"), reverse("account:own"))],
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/messages/mailbox.html", context, status=status)
