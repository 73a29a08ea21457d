"""The door of services: the handbook's deeds, reads and words."""

from gege.services import names
from gege.services.actions.ask_owners import ask_owners
from gege.services.actions.drop_change import drop_change
from gege.services.actions.publish_article import publish_article
from gege.services.actions.renew_article import renew_article
from gege.services.actions.withdraw_article import withdraw_article
from gege.services.actions.write_article import write_article
from gege.services.errors import HandbookError, Invalid, NotFound, Refused, Stale
from gege.services.models import Article, ArticleVersion
from gege.services.names import sentence_of
from gege.services.queries.listing import (
    ArticleBox,
    ArticleFilter,
    ArticlePage,
    articles,
    boxes_of,
    to_do,
)
from gege.services.queries.one import ArticleSheet, Trace, article_sheet, version_of
from gege.services.queries.scope import may_write
from gege.services.queries.shown import ShownArticle, find_articles, shown_articles
from gege.services.rules import handbook as rules
from gege.services.rules.article_text import Text
from gege.services.rules.handbook import (
    ArticleKind,
    ArticleState,
    Block,
    Standing,
    blocks_of,
    long_sentences,
    standing_of,
)

__all__ = [
    "Article",
    "ArticleBox",
    "ArticleFilter",
    "ArticleKind",
    "ArticlePage",
    "ArticleSheet",
    "ArticleState",
    "ArticleVersion",
    "Block",
    "HandbookError",
    "Invalid",
    "NotFound",
    "Refused",
    "ShownArticle",
    "Stale",
    "Standing",
    "Text",
    "Trace",
    "article_sheet",
    "articles",
    "ask_owners",
    "blocks_of",
    "boxes_of",
    "drop_change",
    "find_articles",
    "long_sentences",
    "may_write",
    "names",
    "publish_article",
    "renew_article",
    "rules",
    "sentence_of",
    "shown_articles",
    "standing_of",
    "to_do",
    "version_of",
    "withdraw_article",
    "write_article",
]
