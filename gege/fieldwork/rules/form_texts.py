"""The texts of a form in its languages (the itext of an XForm)."""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element

from gege.fieldwork.rules.xml_reading import child, children, local

Said = tuple[tuple[str, str], ...]
"""A text as (language, words), the form's first language first; language "" where it has none."""

NOTHING: Final[Said] = ()
ITEXT: Final = "jr:itext('{}')"
_REFERENCE: Final = re.compile(r"\s*jr:itext\(\s*['\"]?([^'\")]+)['\"]?\s*\)\s*")
_CHINESE: Final = re.compile(r"\bzh\b|中文|汉语|chinese|简体", re.IGNORECASE)
_ENGLISH: Final = re.compile(r"\ben\b|english|英", re.IGNORECASE)


class Texts:
    """Every text of a form, found by its identifier."""

    def __init__(self, model: Element) -> None:
        self._found: dict[str, dict[str, str]] = {}
        itext = child(model, "itext")
        translations = children(itext, "translation") if itext is not None else []
        translations.sort(key=lambda one: one.get("default", "") not in ("true()", "true", ""))
        self.languages = tuple(one.get("lang", "") for one in translations)
        for one in translations:
            for text in children(one, "text"):
                self._take(one.get("lang", ""), text)

    def _take(self, language: str, text: Element) -> None:
        for value in children(text, "value"):
            # A value with a form is a picture, a sound or a shorter text beside the text.
            if not value.get("form"):
                self._found.setdefault(text.get("id", ""), {})[language] = flat(value)

    def of(self, node: Element | None) -> Said:
        """Return the text of a label or a hint: by reference, or as it stands there."""
        if node is None:
            return NOTHING
        if node.get("ref"):
            return self.named(node.get("ref", ""))
        text = flat(node)
        return (("", text),) if text else NOTHING

    def named(self, reference: str) -> Said:
        """Return the text of `jr:itext('…')`; any other reference is the text itself."""
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            return (("", reference),) if reference else NOTHING
        return tuple(self._found.get(match.group(1), {}).items())


def flat(node: Element) -> str:
    """Return the words of an element; a value put in from elsewhere is shown as its name."""
    parts = [node.text or ""]
    for inner in node:
        if local(inner.tag) == "output":
            parts.append("{" + inner.get("value", "").strip().rpartition("/")[2] + "}")
        else:
            parts.append(flat(inner))
        parts.append(inner.tail or "")
    return " ".join("".join(parts).split())


def in_language(said: Said, language: str) -> str:
    """Return a text for a reader of "zh-hans" or "en"; the form's first language otherwise."""
    wanted = _ENGLISH if language.startswith("en") else _CHINESE
    for name, text in said:
        if wanted.search(name):
            return text
    return next((text for _name, text in said if text), "")
