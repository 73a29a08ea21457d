"""The texts of the handheld's app: what `t("…")` says, in every language the platform speaks.

The app's code is English; each text stands in one of the lists beside this file, so that the
catalogues know it. The phone fetches them once, as `/field/words.json`.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from django.conf import settings
from django.utils.translation import gettext, override


def texts() -> Iterator[str]:
    """Yield every text of every list beside this file."""
    for module in iter_modules(__path__, f"{__name__}."):
        yield from import_module(module.name).TEXTS


def words_document() -> dict[str, dict[str, str]]:
    """Return the texts by language and message id; a text that says itself is left out.

    So English is empty, and the app falls back to the id it was asked for.
    """
    document = {}
    for language, _ in settings.LANGUAGES:
        with override(language):
            said = {text: gettext(text) for text in texts()}
        document[language] = {text: words for text, words in sorted(said.items()) if words != text}
    return document


__all__ = ["texts", "words_document"]
