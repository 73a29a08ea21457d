"""The words of the exchange: deeds, states, and what is said when something is refused."""

import re
from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.exchange.errors import Away, ExchangeError
from gege.exchange.rules.figures import What
from gege.exchange.rules.outlets import Way
from gege.exchange.rules.sources import Deed, Format, Kind, RunState
from gege.openapi.api import SENTENCES as CALLING

Text = Promise | str
KINDS: Final[Mapping[str, Text]] = {
    Kind.TABLE: _("Table or view of a database"),
    Kind.FOLDER: _("Files in a folder"),
    Kind.PAGES: _("Interface over HTTPS"),
}
FORMATS: Final[Mapping[str, Text]] = {Format.JSON: _("JSON, page by page"), Format.CSV: _("CSV")}
WAYS: Final[Mapping[str, Text]] = {
    Way.PULL: _("It asks for them"),
    Way.WEBHOOK: _("Signed messages to its address"),
    Way.FOLDER: _("Files in its folder"),
}
RUNS: Final[Mapping[str, Text]] = {
    RunState.RUNNING: pgettext_lazy("reading", "being read"),
    RunState.DONE: pgettext_lazy("reading", "read"),
    RunState.EMPTY: pgettext_lazy("reading", "nothing new"),
    RunState.FAILED: pgettext_lazy("reading", "not read"),
}
EVERY: Final[Mapping[int, Text]] = {
    5: _("every 5 minutes"),
    15: _("every 15 minutes"),
    60: _("every hour"),
    240: _("every 4 hours"),
    1440: _("once a day"),
}
ALARMS: Final[Mapping[int, Text]] = {
    15: _("after 15 minutes"),
    60: _("after an hour"),
    240: _("after 4 hours"),
    1440: _("after a day"),
}
DEEDS: Final[Mapping[str, Text]] = {
    Deed.OPEN: pgettext_lazy("exchange", "Declared"),
    Deed.AMEND: pgettext_lazy("exchange", "Changed"),
    Deed.PAUSE: pgettext_lazy("exchange", "Paused"),
    Deed.RESUME: pgettext_lazy("exchange", "Goes on"),
    Deed.END: pgettext_lazy("exchange", "Ended for good"),
    Deed.PULL: pgettext_lazy("exchange", "To be read at once"),
    Deed.SECRET: pgettext_lazy("exchange", "New secret"),
    Deed.RESTART: pgettext_lazy("exchange", "From the beginning again"),
    Deed.COMPARE: pgettext_lazy("exchange", "Compared"),
}
DIFFERS: Final[Mapping[str, Text]] = {
    What.SAME: pgettext_lazy("figures", "the same"),
    What.FEWER_HERE: _("fewer here"),
    What.MORE_HERE: _("more here"),
    What.OTHER_DIGEST: _("as many, but not the same"),
    What.NOT_TOLD: _("the other side does not tell"),
}
MENDS_SOURCE: Final[Mapping[str, Text]] = {
    What.FEWER_HERE: _(
        "Look at the readings: rows that were refused are missing here. Else read it once more; "
        "rows that were committed later than the overlap come with “Read from the beginning”."
    ),
    What.MORE_HERE: _(
        "Rows were deleted at the department. Ask it which; a person ends these records here. Then "
        "“Read from the beginning” forgets them."
    ),
}
MENDS_OUTLET: Final[Mapping[str, Text]] = {
    What.FEWER_HERE: _("The department keeps records that it was told to let go of; ask it to."),
    What.MORE_HERE: _("The department lacks records; let it begin anew, without a cursor."),
    What.OTHER_DIGEST: _(
        "The department keeps old versions; let it compare the list of versions, or begin anew."
    ),
}
REFUSED_ROWS: Final[Mapping[str, Text]] = {
    "no_key": _("without a key"),
    "no_change": _("without a time of change"),
    "no_plain_value": _("with a value that is no text"),
    "no_object": _("that are no rows"),
    "no_text": _("with signs that no text has"),
    "too_long": _("with a value that is too long"),
    "other_length": _("with too many or too few values"),
    "number": _("with a number that is none"),
    "too_large": _("too large"),
    "empty_file": _("empty"),
    "no_file": _("no file"),
}
SENTENCES: Final[Mapping[str, Text]] = {
    **CALLING,
    "not_found": _("There is no such thing here."),
    "no_sheet": _("There is no such register."),
    "not_your_role": _("Only administrators set the exchange up."),
    "ended": _("This was ended; declare another."),
    "paused": _("It is paused."),
    "kind_stays": _("How and for which register stays; end this one and declare another."),
    "name_length": _("Please write 2 to %(most)s characters."),
    "unknown_choice": _("This is not one of the choices."),
    "not_its_register": _("This department does not speak of this register."),
    "folder_form": _("A folder has small letters, digits, - and _, 40 at most."),
    "folder_taken": _("Another source has this folder."),
    "folder_of_others": _("Another department has this folder."),
    "columns_form": _("Name the columns, one to a line, each once, 100 at most."),
    "table_form": _("This is no name of a table like people or public.people."),
    "database_form": _(
        "This is no address like postgresql://reader@10.20.1.5:5432/people, without a password."
    ),
    "password_in_address": _("Leave the password out of the address; it has a field of its own."),
    "not_among_columns": _("This is not one of the columns that are read."),
    "key_needed": _("Name the column that tells two rows apart; it is one of the columns."),
    "two_secrets": _("Either write the secret here, or name the variable that holds it."),
    "secret_again": _("The address is another one: please write the secret once more."),
    "secret_name_form": _("The name begins with GEGE_SOURCE_ and has capitals, digits and _."),
    "secret_form": _("A secret has no control signs, 400 characters at most."),
    "no_secret": _("The environment has no %(name)s."),
    "secret_without_host": _(
        "The environment does not say to which host this secret may go: %(name)s is missing."
    ),
    "secret_of_another_host": _(
        "This secret was set for another host. Who runs the platform says it in %(name)s."
    ),
    "tls_not_possible": _(
        "A database of this kind cannot be read safely over a network: name an own network in "
        "GEGE_EXCHANGE_PLAIN, or use a view in PostgreSQL or an interface."
    ),
    "unreadable": _("The secret cannot be read any more; write it anew."),
    "too_many_sources": _("There are %(most)s sources already."),
    "changed_meanwhile": _("The source was changed while it was read; it is read again."),
    "client_needs_right": _("Choose a client that may exchange registers."),
    "told_already": _("This department is told of this register already."),
    "no_messages": _("There are no messages to sign."),
    "no_unit": _("The unit of its client is dissolved."),
    "no_entry": _("The sharing catalogue has no live entry: nothing is given."),
    "not_live": _("This register is not live: it takes and gives nothing."),
    "begin_anew": _("The catalogue names more than before: begin anew, without a cursor."),
    "cursor_ahead": _("This cursor is ahead of what stands here: begin anew, without a cursor."),
    "not_our_cursor": _("This cursor was not given for this."),
    "nothing_given": _("Nothing was given yet."),
    "cut_off": _("The reading was cut off."),
    "fault": _("A fault of the platform; it is in its log."),
    "not_received": _("The file was not taken in: %(said)s"),
    "no_table": _("There is no such table."),
    "no_column": _("A column is missing."),
    "change_column_kind": _("The column of changes is no time, day or whole number."),
    "too_many_rows": _("There are too many rows for one file; name a column of changes."),
    "no_folder": _("The folder cannot be read or written."),
    "folder_full": _("The department does not take its files out."),
    "no_rows": _("It answers, but with no list of rows."),
    "no_csv": _("The answer is no CSV in UTF-8."),
    "no_figures": _("It answers, but with no counts as they were asked for."),
    "bad_cursor": _("It answers with a cursor that is none."),
    "stands_still": _("It answers with the same cursor again and again."),
    "not_counted": _("The department gives no counts."),
    "settled_otherwise": _("This difference was settled otherwise."),
    "uid_used": _("This uid was used for another word."),
}


_PLACE: Final = re.compile(r"%\(\w+\)s")


def said_of(error: Exception) -> str:
    """Return what is kept of a failure: a word of ours, with what was meant behind it, or what the
    other side said itself."""
    if isinstance(error, Away):
        own = error.word in SENTENCES and error.said != error.word
        return f"{error.word} {error.said}" if own else error.said
    if isinstance(error, ExchangeError):
        return " ".join([error.word, *map(str, error.values.values())])
    return str(getattr(error, "word", "")) or type(error).__name__


def in_words(said: str) -> str:
    """Return what was kept as a sentence; what others said stays as it is."""
    word, _space, meant = said.partition(" ")
    sentence = str(SENTENCES.get(word) or said)
    if word not in SENTENCES or not meant:
        return sentence
    filled = _PLACE.sub(lambda _: meant, sentence)
    return filled if filled != sentence else f"{sentence} {meant}"


def sentence_of(error: ExchangeError) -> str:
    """Return what to tell the person or the system whose deed was not done."""
    sentence = SENTENCES.get(error.word)
    return str(sentence) % error.values if sentence else error.word
