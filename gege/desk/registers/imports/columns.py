"""Naming the columns of a file: guessed, looked at, and remembered for the next one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gege.desk.registers.imports.page import opened
from gege.desk.registers.imports.said import ImportSaid
from gege.desk.registers.tabs import IMPORTING, tabs_for
from gege.registers.api import (
    ImportSheet,
    Need,
    Type,
    intake_names,
    map_columns,
    missing_fields,
    work_at_once,
)
from gege.staff.access import ActorRequest, open_to
from gege.territory.api import read_editions

_NOT_FIXED: Final = frozenset({Type.REFERENCE, Type.POINT, Type.IDENTITY, Type.NAME, Type.PHONE})
_MOST_UNKNOWN: Final = 60


class ColumnsForm(forms.Form):
    """A choice for each column, what every line says besides, and what unknown values mean."""

    doubts_answered = forms.CharField(
        label=gettext_lazy("Doubtful values stand because"),
        required=False,
        max_length=120,
        help_text=gettext_lazy(
            "Empty: a line with a check digit that fails is a faulty line. A reason here takes "
            "such values as they are."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: ImportSheet, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._page, self._language = page, language
        self._add_columns()
        self._add_fixed()
        self._add_unknown()
        last = self.fields.pop("doubts_answered")
        last.initial = page.one.doubts_answered
        self.fields["doubts_answered"] = last
        self.fields["version"].initial = page.one.version

    def _add_columns(self) -> None:
        chosen = self._page.one.mapping.get("columns", [])
        choices = [("", _("not taken")), *self._choices()]
        columns = self._page.one.profile.get("columns", [])
        for place, heading in enumerate(self._page.one.header):
            told = columns[place] if place < len(columns) else {}
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading or _("Column %(n)s") % {"n": place + 1},
                choices=choices,
                required=False,
                initial=chosen[place] if place < len(chosen) else "",
                help_text=_told(told),
            )

    def _add_fixed(self) -> None:
        """Ask for what a new record needs and a file may say as one for all its lines."""
        fixed = self._page.one.mapping.get("fixed", {})
        for target in self._page.targets:
            one = target.field
            if one is None or target.part or target.key or one.type in _NOT_FIXED:
                continue
            if one.need is not Need.MUST and one.name not in fixed:
                continue
            name, label = f"fixed-{one.name}", one.words.in_language(self._language)
            label = _("In every line: %(field)s") % {"field": label}
            if one.codes:
                codes = self._page.contract.code_lists[one.codes]
                choices = [("", _("as the column says"))]
                choices += [(code, codes.label(code, self._language)) for code in codes.entries]
                self.fields[name] = forms.ChoiceField(
                    label=label, choices=choices, required=False, initial=fixed.get(one.name, "")
                )
            else:
                self.fields[name] = forms.CharField(
                    label=label, required=False, max_length=200, initial=fixed.get(one.name, "")
                )

    def _add_unknown(self) -> None:
        """Ask what values mean that nobody mapped, and show what was said of others before."""
        known = {target.path: target for target in self._page.targets}
        said: Mapping[str, Mapping[str, str]] = self._page.one.mapping.get("codes", {})
        for path in dict.fromkeys([*self._page.one.unknown, *said]):
            target = known.get(path)
            if target is None or not target.codes:
                continue
            codes = self._page.contract.code_lists[target.codes]
            choices = [("-", _("not known")), ("", _("leave out"))]
            choices += [(code, codes.label(code, self._language)) for code in codes.entries]
            texts = dict.fromkeys([*self._page.one.unknown.get(path, {}), *said.get(path, {})])
            for number, text in enumerate(list(texts)[:_MOST_UNKNOWN]):
                many = self._page.one.unknown.get(path, {}).get(text)
                self.fields[f"codes-{path}-{number}"] = forms.ChoiceField(
                    label=f"{target.words.in_language(self._language)}：{text}",
                    choices=choices,
                    required=False,
                    initial=said.get(path, {}).get(text, "-"),
                    help_text=_("in %(n)s lines") % {"n": many} if many else "",
                )
                self.fields[f"codes-{path}-{number}"].said = (path, text)  # type: ignore[attr-defined]

    def groups(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Return the entries under their headings: columns, unknown values, all lines."""
        unknown = _("What values mean that the register does not know")
        every = _("What the file does not say")
        return [
            (_("Columns of the file"), "", self._named("column-")),
            (unknown, "", self._named("codes-")),
            (every, _("One value for all lines; empty where a column says it."),
             [*self._named("fixed-"), *self._named("doubts")]),
        ]  # fmt: skip

    def _named(self, start: str) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(start)]

    def _choices(self) -> list[tuple[str, str]]:
        return [(one.path, one.words.in_language(self._language)) for one in self._page.targets]

    def columns(self) -> list[str]:
        """Return what each column was said to be."""
        many = len(self._page.one.header)
        return [self.cleaned_data.get(f"column-{place}", "") for place in range(many)]

    def fixed(self) -> dict[str, str]:
        """Return what every line says; what a column says is not said twice."""
        columns = set(self.columns())
        return {
            name.removeprefix("fixed-"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("fixed-") and value and name.removeprefix("fixed-") not in columns
        }

    def codes(self) -> dict[str, dict[str, str]]:
        """Return what texts mean, by path; what nobody knows is left as it was."""
        found: dict[str, dict[str, str]] = {}
        for name, field in self.fields.items():
            place = getattr(field, "said", None)
            if place is not None and self.cleaned_data.get(name) not in ("-", None):
                found.setdefault(place[0], {})[place[1]] = self.cleaned_data[name]
        return found


@open_to(*IMPORTING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Say what each column is; the file is read by it then."""
    page = opened(request, uid)
    if page.one.state not in ("mapping", "preview") or page.one.forgotten_at is not None:
        raise Http404
    language = get_language() or ""
    form = ColumnsForm(
        request.POST if request.method == "POST" else None, page=page, language=language
    )
    if form.is_bound and form.is_valid():
        with ImportSaid(form):
            done = map_columns(
                uid,
                columns=form.columns(),
                codes=form.codes(),
                fixed=form.fixed(),
                doubts_answered=form.cleaned_data["doubts_answered"],
                version=form.cleaned_data["version"],
                by=request.actor,
                now=timezone.now(),
                editions=read_editions(),
            )
            work_at_once(done, clock=timezone.now, editions=read_editions())
            messages.success(request, _("The columns are named, and remembered for the next file."))
            return redirect("registers:import", uid)
    context = {
        "tabs": tabs_for(request, "imports"),
        "one": page.one,
        "form": form,
        "groups": form.groups(),
        "missing": [one.words.in_language(language) for one in missing_fields(page)],
        "submit": _("Read the file by these columns"),
        "back": reverse("registers:import", args=[uid]),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/registers/imports/columns.html", context, status=status)


def _told(column: Mapping[str, Any]) -> str:
    """Return what was seen in a column: what it holds, and a few masked examples."""
    if not column:
        return ""
    meaning = str(intake_names.MEANINGS.get(column["meaning"], ""))
    examples = "、".join(column["examples"][:3])
    return f"{meaning}：{examples}" if examples else meaning
