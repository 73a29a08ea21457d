"""Reading XML from outside: no entities, no document types, bounded in size, depth and number.

Forms and answers come from phones and offices nobody vouches for; everything of fieldwork that
reads XML reads it here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST_INSTANCE_BYTES: Final = 1024 * 1024
MOST_FORM_BYTES: Final = 4 * 1024 * 1024
MOST_NODES: Final = 200_000
DEEPEST: Final = 60

XFORMS: Final = "http://www.w3.org/2002/xforms"
XHTML: Final = "http://www.w3.org/1999/xhtml"
JAVAROSA: Final = "http://openrosa.org/javarosa"
OPENROSA: Final = "http://openrosa.org/xforms"
ODK: Final = "http://www.opendatakit.org/xforms"


class FormFault(Exception):  # noqa: N818 - an answer, not a crash
    """What is wrong with a form or an answer: a word that screens say in a sentence, its values."""

    def __init__(self, word: str, **values: Any) -> None:
        self.word = word
        self.values: Mapping[str, Any] = values
        super().__init__(word)


def read_xml(data: bytes, *, most: int) -> Element:
    """Return the root element; raises FormFault for anything that is not plain, bounded XML."""
    if len(data) > most:
        raise FormFault("xml_too_large", most=most // (1024 * 1024))
    try:
        root: Element = fromstring(
            data, forbid_dtd=True, forbid_entities=True, forbid_external=True
        )
    except DefusedXmlException as error:
        raise FormFault("xml_with_entities") from error
    except (ParseError, ValueError, LookupError) as error:
        raise FormFault("xml_broken") from error
    _bound(root)
    return root


def _bound(root: Element) -> None:
    """Refuse what is deeper or larger than any form: code that walks a tree is recursive."""
    level, many = [root], 0
    for _depth in range(DEEPEST):
        many += len(level)
        if many > MOST_NODES:
            raise FormFault("xml_too_large", most=MOST_FORM_BYTES // (1024 * 1024))
        level = [child for node in level for child in node]
        if not level:
            return
    raise FormFault("xml_too_deep")


def local(tag: object) -> str:
    """Return an element's name without its namespace; empty for comments."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def space(tag: object) -> str:
    """Return an element's namespace; empty where it has none."""
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def children(node: Element, name: str) -> list[Element]:
    """Return the children of a local name, whatever their namespace."""
    return [child for child in node if local(child.tag) == name]


def child(node: Element | None, name: str) -> Element | None:
    """Return the first child of a local name."""
    return next(iter(children(node, name)), None) if node is not None else None
