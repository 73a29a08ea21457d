"""Ask the owners of articles that expired or are to be reviewed; each is asked once."""

import logging
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from gege.matters.api import local_date
from gege.notices.api import Draft, post
from gege.services.actions.article import shape_of, write_line
from gege.services.models import Article
from gege.services.rules.handbook import ArticleState, to_ask
from gege.staff.api import ACTING, SYSTEM, Role, people_at_units
from gege.territory.api import Atlas, load_atlas

_log: Final = logging.getLogger(__name__)


def ask_owners(*, now: datetime) -> int:
    """Send each owner a notice about what has expired or is due for review; return how many.

    Each article is its own transaction: one that fails stops only itself.
    """
    today, atlas = local_date(now), load_atlas()
    due = Article.objects.filter(
        Q(valid_to__lte=today) | Q(review_on__lte=today), state=ArticleState.PUBLISHED
    )
    asked = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                asked += _ask(pk, atlas, today, now)
        except Exception:
            _log.exception("the owner of article %s could not be asked", pk)
    return asked


def _ask(pk: int, atlas: Atlas, today: date, now: datetime) -> int:
    rows = Article.objects.select_for_update(skip_locked=True).defer("search")
    article = rows.filter(pk=pk).first()
    ask = to_ask(article.life, today) if article is not None else None
    if article is None or ask is None:
        return 0
    before = shape_of(article)
    day = article.valid_to if ask == "expired" else article.review_on
    article.asked_on = today
    article.save(update_fields=["asked_on"])
    values = {"title": article.title, "day": f"{day:%Y-%m-%d}"}
    post(_drafts(article, f"handbook_{ask}", values, atlas, now), now=now)
    write_line(article, f"ask_{ask}", by=SYSTEM, now=now, before=before)
    return 1


def _drafts(
    article: Article, template: str, values: dict[str, str], atlas: Atlas, now: datetime
) -> list[Draft]:
    """Return the notices to those who keep the article: its owner, or the heir of its owner.

    Where nobody acts there, and for what the county centre keeps, its supervisors are told.
    """
    owner = atlas.effective_unit(article.owner_id, local_date(now))
    if owner is not None and owner.is_department and people_at_units((owner.id,), now, ACTING):
        return [Draft(template, article.stream, to_unit_id=owner.id, values=values)]
    county = atlas.county()
    centre = atlas.platform_unit(county.code) if county else None
    assert centre is not None  # every county has its centre
    people = people_at_units((centre.id,), now, (Role.COUNTY_SUPERVISOR,)).get(centre.id, ())
    accounts = dict.fromkeys(one.account_id for one in people)
    if not accounts:
        return [Draft(template, article.stream, to_unit_id=centre.id, values=values)]
    return [Draft(template, article.stream, to_account_id=one, values=values) for one in accounts]
