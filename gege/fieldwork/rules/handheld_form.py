"""A form as the platform's own handheld shows it.

The handheld asks building, door and outcome before the form opens, and only opens it where a door
is done. The questions by which a foreign program asks the same are taken off its screen; what
depends on the outcome finds it answered.
"""

from __future__ import annotations

from typing import Any, Final
from xml.dom.minidom import Document, Element, Node

from defusedxml.minidom import parseString

from gege.fieldwork.rules.answers import ABOUT, BUILDINGS_FILE, OUTCOME
from gege.fieldwork.rules.words import Outcome

_BODY: Final = "http://www.w3.org/1999/xhtml"
_LIMITS: Final = ("required", "constraint", "relevant", "readonly")


def handheld_xml(xml: str) -> str:
    """Return a form without the questions about the door; unchanged where it has none."""
    if not any(name in xml for name in ABOUT):
        return xml
    document: Document = parseString(
        xml.encode(), forbid_dtd=True, forbid_entities=True, forbid_external=True
    )
    for body in document.getElementsByTagNameNS(_BODY, "body"):
        for node in [one for one in _elements(body) if _last(one.getAttribute("ref")) in ABOUT]:
            if node.parentNode is not None:
                node.parentNode.removeChild(node)
    for bind in _named(document, "bind"):
        if _last(bind.getAttribute("nodeset")) in ABOUT:
            for limit in _LIMITS:
                if bind.hasAttribute(limit):
                    bind.removeAttribute(limit)
    _answer_outcome(document)
    _drop_list(document)
    return document.toxml()


def _answer_outcome(document: Document) -> None:
    main = next((one for one in _named(document, "instance") if not one.hasAttribute("src")), None)
    for node in _elements(main) if main is not None else ():
        if node.localName == OUTCOME and not node.hasChildNodes():
            node.appendChild(document.createTextNode(str(Outcome.DONE)))


def _drop_list(document: Document) -> None:
    """Take out the list of buildings when nothing else of the form reads it."""
    for instance in _named(document, "instance"):
        if not instance.getAttribute("src").endswith(f"/{BUILDINGS_FILE}"):
            continue
        call = f"instance('{instance.getAttribute('id')}')"
        if call not in document.toxml() and instance.parentNode is not None:
            instance.parentNode.removeChild(instance)


def _named(document: Document, name: str) -> list[Element]:
    return [one for one in _elements(document) if one.localName == name]


def _elements(node: Any) -> list[Element]:
    found = []
    for one in node.childNodes:
        if one.nodeType == Node.ELEMENT_NODE:
            found.append(one)
            found += _elements(one)
    return found


def _last(path: str) -> str:
    return path.rpartition("/")[2]
