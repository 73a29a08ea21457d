"""An XForm as the platform understands it: who it is, what it asks, what it needs beside it.

Read once from XML that an office uploaded or pyxform made (ODK XForms 1.0). What would reach past
the platform or watch the person who carries it is refused: see `form_limits.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from gege.fieldwork.rules.form_limits import refuse_what_reaches_out, refuse_what_watches
from gege.fieldwork.rules.form_texts import ITEXT, NOTHING, Said, Texts
from gege.fieldwork.rules.xml_reading import (
    JAVAROSA,
    MOST_FORM_BYTES,
    FormFault,
    child,
    children,
    local,
    read_xml,
)

FORM_ID: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")
VERSION: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}")
MEDIA_NAME: Final = re.compile(r"[^/\\\x00-\x1f\x7f<>:\"|?*]{1,120}")
_MEDIA: Final = re.compile(r"jr://(?:images|audio|video|file|file-csv)/([^\s'\"<>]+)")
_SEARCH: Final = re.compile(r"search\(\s*['\"]([^'\"/]+)['\"]")
_INSTANCE: Final = re.compile(r"instance\(\s*['\"]([^'\"]+)['\"]\s*\)")
_CONTROLS: Final = frozenset({"input", "select1", "select", "upload", "trigger", "range", "rank"})
LIST_FILE: Final = "itemsets.csv"
"""The list of an old kind of select (`select_one_external`), by its fixed name."""


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: Said


@dataclass(frozen=True, slots=True)
class Item:
    """A question, a group or a repeat. `choices_from` names the file of a list from outside."""

    kind: str
    path: str
    label: Said
    hint: Said = NOTHING
    data_type: str = "string"
    required: bool = False
    readonly: bool = False
    relevant: str = ""
    constraint: str = ""
    constraint_said: Said = NOTHING
    calculate: str = ""
    choices: tuple[Choice, ...] = ()
    choices_from: str = ""
    filtered: bool = False
    appearance: str = ""
    items: tuple[Item, ...] = ()

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Field:
    """A place for one value in an answer; `repeat` is the innermost repeat it stands in."""

    path: str
    data_type: str
    repeat: str = ""


@dataclass(frozen=True, slots=True)
class XForm:
    """What an XForm says. `media` are the files it shows or reads, by the name it calls them.

    `ended` is the path at which a phone writes when the form was finished; empty without one.
    """

    form_id: str
    version: str
    title: str
    root: str
    languages: tuple[str, ...]
    items: tuple[Item, ...]
    fields: tuple[Field, ...]
    repeats: tuple[str, ...]
    media: tuple[str, ...]
    ended: str = ""

    def questions(self) -> Iterator[Item]:
        """Every question in order, groups and repeats opened."""
        return (one for one in _opened(self.items) if one.kind not in ("group", "repeat"))

    def field(self, name: str) -> Field | None:
        """The first place of a name, wherever it stands."""
        return next((one for one in self.fields if one.path.rpartition("/")[2] == name), None)


def read_xform(data: bytes) -> XForm:
    """Read a form; raises FormFault with what is wrong with it."""
    root = read_xml(data, most=MOST_FORM_BYTES)
    model = child(child(root, "head"), "model")
    body = child(root, "body")
    if local(root.tag) != "html" or model is None or body is None:
        raise FormFault("form_is_no_xform")
    refuse_what_reaches_out(root, model)
    refuse_what_watches(root)
    return _Reader(root, model, body).form()


class _Reader:
    """Reads one form; made for one call."""

    def __init__(self, root: Element, model: Element, body: Element) -> None:
        self._root, self._body = root, body
        self._main = _main_instance(model)
        self._binds = {bind.get("nodeset", ""): bind for bind in children(model, "bind")}
        self._texts = Texts(model)
        self._lists = _lists(model)

    def form(self) -> XForm:
        form_id, version = self._main.get("id", ""), self._main.get("version", "")
        if not FORM_ID.fullmatch(form_id):
            raise FormFault("form_id_wrong" if form_id else "form_id_missing", value=form_id[:64])
        if not VERSION.fullmatch(version):
            word = "form_version_wrong" if version else "form_version_missing"
            raise FormFault(word, value=version[:32])
        name = local(self._main.tag)
        repeats = tuple(
            node.get("nodeset", "") for node in self._body.iter() if local(node.tag) == "repeat"
        )
        items = tuple(self._items(self._body))
        if not any(one.kind not in ("group", "repeat") for one in _opened(items)):
            raise FormFault("form_asks_nothing")
        title = child(child(self._root, "head"), "title")
        return XForm(
            form_id=form_id,
            version=version,
            title=" ".join((title.text or "").split())[:120] if title is not None else form_id,
            root=name,
            languages=self._texts.languages,
            items=items,
            fields=tuple(self._fields(f"/{name}", self._main, repeats, "")),
            repeats=repeats,
            media=_media(self._root),
            ended=self._ended(),
        )

    def _ended(self) -> str:
        for path, bind in self._binds.items():
            preload = bind.get(f"{{{JAVAROSA}}}preload"), bind.get(f"{{{JAVAROSA}}}preloadParams")
            if preload == ("timestamp", "end"):
                return path
        return ""

    def _fields(
        self, path: str, node: Element, repeats: tuple[str, ...], repeat: str
    ) -> Iterator[Field]:
        seen: set[str] = set()
        for one in node:
            inner = f"{path}/{local(one.tag)}"
            # A repeat stands in the instance twice: as its template and as its first member.
            if inner in seen:
                continue
            seen.add(inner)
            within = inner if inner in repeats else repeat
            if len(one):
                yield from self._fields(inner, one, repeats, within)
            elif local(node.tag) != "meta" or local(one.tag) == "instanceName":
                bind = self._binds.get(inner)
                kind = _plain_type(bind.get("type", "string")) if bind is not None else "string"
                yield Field(inner, kind, within)

    def _items(self, node: Element) -> Iterator[Item]:
        for one in node:
            kind = local(one.tag)
            if kind == "group":
                yield from self._group(one)
            elif kind == "repeat":
                inside = tuple(self._items(one))
                label = self._texts.of(child(node, "label"))
                yield Item("repeat", one.get("nodeset", ""), label, items=inside)
            elif kind in _CONTROLS:
                yield self._question(one, kind)

    def _group(self, node: Element) -> Iterator[Item]:
        inside = tuple(self._items(node))
        if child(node, "repeat") is not None:
            yield from inside
            return
        path = node.get("ref", "")
        bind = self._binds.get(path)
        yield Item(
            "group",
            path,
            self._texts.of(child(node, "label")),
            relevant=_shown(bind, "relevant"),
            appearance=node.get("appearance", ""),
            items=inside,
        )

    def _question(self, node: Element, kind: str) -> Item:
        path = node.get("ref", "")
        bind = self._binds.get(path)
        choices, source, filtered = self._choices(node)
        said = bind.get(f"{{{JAVAROSA}}}constraintMsg", "") if bind is not None else ""
        return Item(
            kind=kind,
            path=path,
            label=self._texts.of(child(node, "label")),
            hint=self._texts.of(child(node, "hint")),
            data_type=_plain_type(_shown(bind, "type") or "string"),
            required=_shown(bind, "required") not in ("", "false()"),
            readonly=_shown(bind, "readonly") not in ("", "false()"),
            relevant=_shown(bind, "relevant"),
            constraint=_shown(bind, "constraint"),
            constraint_said=self._texts.named(said),
            calculate=_shown(bind, "calculate"),
            choices=choices,
            choices_from=source,
            filtered=filtered,
            appearance=node.get("appearance", ""),
        )

    def _choices(self, node: Element) -> tuple[tuple[Choice, ...], str, bool]:
        inline = tuple(
            Choice(_text(child(item, "value")), self._texts.of(child(item, "label")))
            for item in children(node, "item")
        )
        itemset = child(node, "itemset")
        if itemset is None:
            query = node.get("query", "")
            return inline, LIST_FILE if query else "", bool(query)
        nodeset = itemset.get("nodeset", "")
        named = _INSTANCE.search(nodeset)
        if named is None:
            return inline, "", "[" in nodeset
        src, items = self._lists.get(named.group(1), ("", []))
        found = tuple(self._listed(item) for item in items)
        return found, src.rpartition("/")[2], "[" in nodeset

    def _listed(self, item: Element) -> Choice:
        reference = _text(child(item, "itextId"))
        label = self._texts.named(ITEXT.format(reference)) if reference else NOTHING
        value = _text(child(item, "name"))
        return Choice(value, label or self._texts.of(child(item, "label")) or (("", value),))


def _main_instance(model: Element) -> Element:
    for instance in children(model, "instance"):
        if not instance.get("src"):
            inside = [node for node in instance if isinstance(node.tag, str)]
            if len(inside) == 1:
                return inside[0]
            break
    raise FormFault("form_is_no_xform")


def _lists(model: Element) -> Mapping[str, tuple[str, list[Element]]]:
    """Return the lists beside the main instance: where each comes from, and its items."""
    found = {}
    for instance in children(model, "instance")[1:]:
        name = instance.get("id", "")
        rows = child(instance, "root")
        found[name] = (instance.get("src", ""), children(rows, "item") if rows is not None else [])
    return found


def _media(root: Element) -> tuple[str, ...]:
    """Return the files that a form calls by name; raises FormFault for a name that is a path."""
    names: dict[str, None] = {}
    for node in root.iter():
        for text in (node.text or "", *node.attrib.values()):
            names.update(dict.fromkeys(_MEDIA.findall(text)))
        called = _SEARCH.search(node.get("appearance", ""))
        if called:
            names[f"{called.group(1)}.csv"] = None
        if node.get("query"):
            names[LIST_FILE] = None
    for name in names:
        if not MEDIA_NAME.fullmatch(name) or name.startswith("."):
            raise FormFault("form_media_name", value=name[:60])
    return tuple(names)


def _opened(items: tuple[Item, ...]) -> Iterator[Item]:
    for one in items:
        yield one
        yield from _opened(one.items)


def _shown(bind: Element | None, name: str) -> str:
    return bind.get(name, "").strip() if bind is not None else ""


def _plain_type(name: str) -> str:
    """Return a type without its prefix: xsd:string is string."""
    return name.rpartition(":")[2]


def _text(node: Element | None) -> str:
    return (node.text or "").strip() if node is not None else ""
