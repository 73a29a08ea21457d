"""What a record is called on a screen: its title fields, as far as the reader may see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gege.registers.keeping import values_of
from gege.registers.models import Link, Record
from gege.registers.protection import blind
from gege.registers.queries.scope import Reader
from gege.registers.rules.declaration import Contract, Field, Type
from gege.registers.rules.showing import shown_text
from gege.registers.rules.sight import Seen, Sight


@dataclass(frozen=True, slots=True)
class View:
    """One reader looking at records under one contract, on one day, in one language."""

    one: Reader
    contract: Contract
    today: date
    language: str

    def seen(self, record: Record, field: Field) -> Seen:
        """Return how this reader sees a field of a record."""
        return self.one.sees(record, field, self.contract, self.today)


def pseudonym_of(record: Record) -> str:
    """Return a name that tells two records apart and names nobody (domain 5.15)."""
    return f"#{blind(str(record.uid), space='pseudonym')[3:9]}"


def titles_of(records: Iterable[Record], view: View) -> dict[int, str]:
    """Return each record's title by its id; two statements however many records there are.

    A title made of references (a file's person) is the title of what it refers to, one step deep,
    where the reader sees the reference at all.
    """
    rows = list(records)
    linked = _linked_titles(rows, view)
    return {row.pk: _own(row, view, linked) or _code(row, view) for row in rows}


def _own(record: Record, view: View, linked: Mapping[tuple[int, str], str]) -> str:
    sheet = view.contract.sheets.get(record.sheet)
    if sheet is None:
        return ""
    names = [name for name in sheet.title if not sheet.by_name[name].is_link]
    values = values_of(record, names)
    parts = []
    for name in sheet.title:
        field = sheet.by_name[name]
        if field.is_link:
            parts.append(linked.get((record.pk, name), ""))
            continue
        text = shown_text(
            values.get(name),
            field,
            view.seen(record, field),
            view.contract.code_lists,
            view.language,
            pseudonym=pseudonym_of(record),
        )
        # A bare number says nothing in a title.
        label = field.words.in_language(view.language) if field.type is Type.INTEGER else ""
        parts.append(f"{label} {text}".strip() if text else "")
    return " ".join(part for part in parts if part)


def _linked_titles(rows: list[Record], view: View) -> dict[tuple[int, str], str]:
    wanted = {
        row.pk: {name for name in sheet.title if sheet.by_name[name].is_link}
        for row in rows
        if (sheet := view.contract.sheets.get(row.sheet)) is not None
    }
    by_id = {row.pk: row for row in rows}
    ids = [key for key, names in wanted.items() if names]
    if not ids:
        return {}
    links = Link.objects.filter(source_id__in=ids, until__isnull=True).select_related("target")
    found: dict[tuple[int, str], str] = {}
    for link in links.order_by("pk"):
        row, sight = by_id[link.source_id], Sight.HIDDEN
        if link.field in wanted[row.pk]:
            sight = view.seen(row, view.contract.sheets[row.sheet].by_name[link.field]).sight
        if sight not in (Sight.HIDDEN, Sight.ABSENT):
            found.setdefault((link.source_id, link.field), _own(link.target, view, {}))
    return found


def _code(record: Record, view: View) -> str:
    sheet = view.contract.sheets.get(record.sheet)
    words = sheet.words.in_language(view.language) if sheet else record.sheet
    return f"{words} {str(record.uid)[-6:]}"
