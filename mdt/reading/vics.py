"""Project VIC's model, versions 1.3 and 2.0: a flat hash list or the export of a case, told apart by the context they name."""

from __future__ import annotations

import re
from typing import Any, Final

from mdt.errors import Invalid
from mdt.model.readings import FileKind, HashReading
from mdt.reading.flow import Flow
from mdt.reading.hashes import HashCount
from mdt.reading.letters import whole

CONTEXT: Final = "@odata.context"
_VERSION: Final = re.compile(r"/(\d{1,2}\.\d{1,2})\.xml")
_FLAGS: Final = (
    ("victim", "VictimIdentified"), ("offender", "OffenderIdentified"), ("distributed", "IsDistributed"), ("suspected", "IsSuspected"),
)  # fmt: skip
_SOURCE_LETTERS: Final = 200


class _List:
    def __init__(self) -> None:
        self.context, self.source, self.count = "", "", HashCount()

    def media(self, record: Any) -> None:
        """One media record: its hashes, category and flags; where its files lay is passed over."""
        if not isinstance(record, dict):
            raise Invalid("unread.broken_list")
        self.count.add(record.get("MD5"), record.get("SHA1"), _line(record.get("Category")))
        for name, key in _FLAGS:
            self.count.flag(name, record.get(key))


def read_vics(flow: Flow) -> tuple[FileKind, HashReading]:
    """The whole list; raises Invalid for a known-good list and for anything that is neither."""
    made = _List()
    for name in flow.members():
        if name == CONTEXT:
            made.context = str(flow.value())
        elif name == "value" and flow.peek() == "[":
            _records(flow, made)
        else:
            flow.value()
    if flow.peek():
        raise flow.broken()
    kind = _kind(made.context)
    if not made.count.records:
        raise Invalid("unread.empty")
    if kind is FileKind.VICS_LIST and not made.count.has_categories():
        raise Invalid("unread.known_good")
    found = _VERSION.search(made.context)
    return kind, made.count.reading(made.source, found[1] if found else "")


def _line(value: Any) -> str:
    """A short text of a record; raises Invalid for broken letters."""
    text = "" if value is None else str(value).strip()[:_SOURCE_LETTERS]
    whole(text)
    return text


def _kind(context: str) -> FileKind:
    if context.endswith("#Media"):
        return FileKind.VICS_LIST
    if context.endswith("#Cases"):
        return FileKind.VICS_CASE
    raise Invalid("unread.other_json")


def _records(flow: Flow, made: _List) -> None:
    kind = _kind(made.context)
    for _ in flow.items():
        if kind is FileKind.VICS_LIST:
            made.media(flow.value())
            continue
        for name in flow.members():
            if name == "Media" and flow.peek() == "[":
                for _ in flow.items():
                    made.media(flow.value())
            elif name == "SourceApplicationName":
                made.source = _line(flow.value())
            else:
                flow.value()
