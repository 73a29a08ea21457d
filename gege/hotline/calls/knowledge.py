"""Answers out of the handbook for what a caller is saying, while it is typed."""

from datetime import date

from gege.kernel.search_terms import query_terms
from gege.services.api import ShownArticle, find_articles, shown_articles

MOST = 5
_WEIGHT_OF_TITLE = 3


def answers_to(said: str, *, on: date, language: str) -> list[ShownArticle]:
    """Return the articles in force that speak of what was said, the best first.

    First those that hold every word. A caller's sentence is longer than any article's title: where
    nothing holds all of it, those that share most of it with their title or keywords.
    """
    if len(said.strip()) < 2:
        return []
    whole = find_articles(said, on=on, language=language)
    if whole:
        return list(whole[:MOST])
    terms = query_terms(said)
    weighed = [
        (_weight(article, terms), place, article)
        for place, article in enumerate(shown_articles(on, language))
    ]
    best = sorted((-weight, place, article) for weight, place, article in weighed if weight)
    return [article for _weight_of, _place, article in best[:MOST]]


def _weight(article: ShownArticle, terms: list[str]) -> int:
    """Return how much of a search an article shares; nothing without its title or keywords."""
    head = f"{article.title} {article.keywords}".lower()
    named = sum(term in head for term in terms)
    if not named:
        return 0
    body = article.body.lower()
    return _WEIGHT_OF_TITLE * named + sum(term in body for term in terms)
