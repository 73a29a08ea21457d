"""How articles are written on the desk's pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from gege.desk.api import Fact
from gege.services import api as services
from gege.services.api import Article, ArticleBox, ArticleVersion, Standing, Text, names
from gege.territory.api import Atlas

Word = str | Promise

BOXES: Final[Mapping[ArticleBox, Word]] = {
    ArticleBox.SHOWN: pgettext_lazy("handbook", "in force"),
    ArticleBox.KEPT: pgettext_lazy("handbook", "that we keep"),
    ArticleBox.DUE: pgettext_lazy("handbook", "to renew or review"),
    ArticleBox.DRAFTS: pgettext_lazy("handbook", "in preparation"),
    ArticleBox.EXPIRED: pgettext_lazy("handbook", "expired"),
    ArticleBox.WITHDRAWN: pgettext_lazy("handbook", "withdrawn"),
}

WARNINGS: Final[Mapping[Standing, Word]] = {
    Standing.DRAFT: gettext_lazy("A draft: nobody else sees it before it is published."),
    Standing.TO_COME: gettext_lazy("Not in force yet: do not advise anybody by it today."),
    Standing.EXPIRED: gettext_lazy("Expired: do not advise anybody by it any more."),
    Standing.WITHDRAWN: gettext_lazy("Withdrawn: do not advise anybody by it any more."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One article in a list."""

    href: str
    title: str
    kind: Word
    owner: str
    standing: Word
    firm: bool
    pending: bool
    version: int
    last_day: date | None
    review_on: date
    review_due: bool


def row_of(article: Article, atlas: Atlas, language: str, on: date) -> Row:
    """Return an article as a list draws it."""
    standing = services.standing_of(article.life, on)
    return Row(
        href=article.get_absolute_url(),
        title=title_of(article, language),
        kind=names.KINDS.get(article.kind, article.kind),
        owner=owner_name(article.owner_id, atlas, language),
        standing=names.STANDINGS[standing],
        firm=standing is not Standing.SHOWN,
        pending=article.in_preparation,  # type: ignore[attr-defined]  # annotated by the list
        version=article.version,
        last_day=last_day(article.valid_to),
        review_on=article.review_on,
        review_due=standing is Standing.SHOWN and article.review_on <= on,
    )


def title_of(one: Article | ArticleVersion | Text, language: str) -> str:
    """Return a title in the reader's language; the Chinese one where there is no other."""
    return (one.title_en or one.title) if language.startswith("en") else one.title


def owner_name(owner_id: int, atlas: Atlas, language: str) -> str:
    unit = atlas.unit(owner_id)
    return unit.name(language) if unit else ""


def last_day(valid_to: date | None) -> date | None:
    """Return the last day on which something is valid, as people say it."""
    return valid_to - timedelta(days=1) if valid_to else None


def valid_words(valid_from: date, valid_to: date | None) -> str:
    """Return a time of validity in words."""
    if valid_to is None:
        return _("from %(first)s") % {"first": valid_from}
    return _("%(first)s to %(last)s") % {"first": valid_from, "last": last_day(valid_to)}


def facts_of(article: Article, atlas: Atlas, language: str) -> list[Fact]:
    """Return what stands beside the text of an article."""
    return [
        Fact(_("Kind"), names.KINDS.get(article.kind, article.kind)),
        Fact(pgettext("article", "Source"), article.source or "—"),
        Fact(_("Kept by"), owner_name(article.owner_id, atlas, language)),
        Fact(_("Valid"), valid_words(article.valid_from, article.valid_to)),
        Fact(_("To be reviewed"), article.review_on.isoformat()),
        Fact(_("Version"), article.version or "—"),
        Fact(_("Search words"), article.keywords or "—"),
    ]


def facts_of_version(version: ArticleVersion) -> list[Fact]:
    """Return the same of a version, as it was published."""
    return [
        Fact(_("Kind"), names.KINDS.get(version.kind, version.kind)),
        Fact(pgettext("article", "Source"), version.source or "—"),
        Fact(_("Kept by"), version.owner_name),
        Fact(_("Valid"), valid_words(version.valid_from, version.valid_to)),
        Fact(_("To be reviewed"), version.review_on.isoformat()),
        Fact(_("Search words"), version.keywords or "—"),
    ]
