"""What no form may do, whoever made it.

A form is carried by a worker and answered by residents. It must not send the answers anywhere but
to the platform, must not read from anywhere else, and must not record where somebody is or what is
said without a question that shows it (R-053).
"""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

from gege.fieldwork.rules.xml_reading import ODK, XHTML, FormFault, child, children, local, space

_PAGE: Final = frozenset({"html", "head", "title", "body"})
_SOURCES: Final = ("jr://file/", "jr://file-csv/", "jr://instance/last-saved")
_WATCHING: Final = frozenset({"setgeopoint", "recordaudio"})
_LOCATIONS: Final = tuple(
    f"{{{ODK}}}{name}" for name in ("location-priority", "location-min-interval")
)
_EXPRESSIONS: Final = ("relevant", "constraint", "calculate", "required", "readonly")
_PAIRS: Final = {")": "(", "]": "["}
_DANGLING: Final = ("+", "*", "=", "<", ">", "|", ",")


def refuse_what_reaches_out(root: Element, model: Element) -> None:
    """Raise FormFault when answers would leave, or anything would be fetched from elsewhere."""
    submission = child(model, "submission")
    if submission is not None:
        if submission.get("base64RsaPublicKey"):
            raise FormFault("form_encrypted")
        if submission.get("action"):
            raise FormFault("form_sends_elsewhere", value=submission.get("action", "")[:60])
    for instance in children(model, "instance"):
        source = instance.get("src", "")
        if source and not source.startswith(_SOURCES):
            raise FormFault("form_reads_elsewhere", value=source[:60])
    for node in root.iter():
        if space(node.tag) == XHTML and local(node.tag) not in _PAGE:
            raise FormFault("form_with_page_parts", value=local(node.tag)[:30])
    for bind in children(model, "bind"):
        for name in _EXPRESSIONS:
            if not balanced(bind.get(name, "")):
                path = bind.get("nodeset", "").rpartition("/")[2]
                raise FormFault("form_expression", column=name, name=path)


def refuse_what_watches(root: Element) -> None:
    """Raise FormFault for recording that no question shows: place, sound, a location log."""
    for node in root.iter():
        if local(node.tag) in _WATCHING or any(node.get(name) for name in _LOCATIONS):
            raise FormFault("form_watches")


def balanced(expression: str) -> bool:
    """Tell whether brackets and quotes of an expression close, and no sign is left over."""
    open_ones: list[str] = []
    quote = ""
    for sign in expression:
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "([":
            open_ones.append(sign)
        elif sign in _PAIRS and (not open_ones or open_ones.pop() != _PAIRS[sign]):
            return False
    return not quote and not open_ones and not expression.rstrip().endswith(_DANGLING)
