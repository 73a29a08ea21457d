"""Which department answers for which topic: the edition in force, and the form of the next."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.briefings.content import language
from gege.desk.briefings.said import SaidOnTopics
from gege.desk.briefings.tabs import tabs_of
from gege.matters.api import current_rulebook
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.supervision.api import (
    Topic,
    TopicLine,
    TopicRules,
    TopicRulesEdition,
    briefing_names,
    current_topic_rules,
    names,
    publish_topic_rules,
)
from gege.territory.api import load_atlas, read_editions

READERS: Final = (
    Role.ADMINISTRATOR,
    Role.COUNTY_SUPERVISOR,
    Role.COUNTY_DISPATCHER,
    Role.ELECTRONIC_SUPERVISOR,
)
EDITORS: Final = (Role.ADMINISTRATOR, Role.COUNTY_SUPERVISOR)
EDITIONS: Final = 50


class TopicsForm(forms.Form):
    """All topics at once."""

    def __init__(self, data: Any = None, *, rules: TopicRules, number: int) -> None:
        super().__init__(data)
        units = [(one.code, one.name(language())) for one in load_atlas().departments()]
        for topic in Topic:
            line, name = rules.lines[topic], names.name_of(briefing_names.TOPIC_NAMES, topic)
            self.fields[f"{topic}_department"] = forms.ChoiceField(
                label=_("%(topic)s: the department that answers") % {"topic": name},
                choices=[("", _("none: nobody is sent a digest")), *units],
                initial=line.department,
                required=False,
            )
            self.fields[f"{topic}_kinds"] = forms.CharField(
                label=_("%(topic)s: codes of kinds of matters") % {"topic": name},
                initial=" ".join(line.kinds),
                required=False,
                max_length=400,
                help_text=_("As in the rulebook, with a space between two: G01 G02."),
            )
        self.fields["days"] = forms.IntegerField(
            label=_("Working days to answer a digest"),
            min_value=1,
            max_value=60,
            initial=rules.days,
        )
        self.fields["note"] = forms.CharField(
            label=_("Why"),
            max_length=200,
            min_length=2,
            help_text=_("It stands in the list of editions for good."),
        )
        self.fields["based_on"] = forms.IntegerField(
            min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, initial=number
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a code that the rulebook does not have."""
        data: dict[str, Any] = super().clean() or {}
        book = current_rulebook(read_editions())
        for topic in Topic:
            name = f"{topic}_kinds"
            unknown = [code for code in data.get(name, "").split() if not book.has(code)]
            if unknown:
                self.add_error(name, _("There is no kind %(code)s.") % {"code": unknown[0]})
        return data

    def rules(self) -> TopicRules:
        """Return the topics that the entries make."""
        data = self.cleaned_data
        return TopicRules(
            data["days"],
            {
                topic: TopicLine(tuple(data[f"{topic}_kinds"].split()), data[f"{topic}_department"])
                for topic in Topic
            },
        )


@open_to(*READERS)
@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """Show the topics in force and the list of editions."""
    editions = list(TopicRulesEdition.objects.order_by("-number")[:EDITIONS])
    rules, atlas = current_topic_rules(), load_atlas()
    book = current_rulebook(read_editions())
    lines = []
    for topic, name in briefing_names.TOPIC_NAMES.items():
        line = rules.lines[Topic(topic)]
        unit = atlas.unit_by_code(line.department) if line.department else None
        kinds = [
            book.kind(code).name(language()) if book.has(code) else code for code in line.kinds
        ]
        lines.append((name, unit.name(language()) if unit else "", kinds, topic == Topic.OTHER))
    context = {
        "tabs": tabs_of(request.actor, "topics"),
        "lines": lines,
        "days": rules.days,
        "edition": editions[0] if editions else None,
        "editions": editions,
        "may_edit": request.actor.role in EDITORS,
    }
    return render(request, "desk/briefings/topics.html", context)


@open_to(*EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest) -> HttpResponse:
    """Publish a new edition of the topics; it holds from now on."""
    latest = TopicRulesEdition.objects.order_by("-number").first()
    form = TopicsForm(
        request.POST if request.method == "POST" else None,
        rules=current_topic_rules(),
        number=latest.number if latest else 0,
    )
    if form.is_bound and form.is_valid():
        with SaidOnTopics(form):
            made = publish_topic_rules(
                form.rules(),
                note=form.cleaned_data["note"],
                based_on=form.cleaned_data["based_on"],
                by=request.actor.signature(),
                now=timezone.now(),
            )
            text = _("Edition %(number)s of the topics holds now.") % {"number": made}
            messages.success(request, text)
            return redirect("briefings:topics")
    context = {
        "form": form,
        "heading": _("Change the topics"),
        "submit": gettext_lazy("Publish the edition"),
        "back": reverse("briefings:topics"),
        "back_label": _("Topics of opinions"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/briefings/form.html", context, status=status)
