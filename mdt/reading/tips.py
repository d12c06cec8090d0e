"""A table of tips, one a row: columns are found by name in any order, what has no column of ours is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mdt.errors import Invalid
from mdt.model.cells import is_formula
from mdt.model.identifiers import IdentifierKind
from mdt.model.readings import COUNTED, Role, TipReading
from mdt.reading.bounds import LEAVES, TIPS
from mdt.reading.gathering import Gathering, platform_of
from mdt.reading.spots import Spot, Tree, squashed
from mdt.reading.tables import between, rows

_NAMES: Final[Mapping[str, str]] = {
    alias: name
    for name, aliases in {
        "number": "number reportnumber reportno reportid cybertip cybertipid cybertipno cybertipnumber "
        "tipno tipnumber tipid referenceno ref",
        "source": "source sender sentby receivedfrom agency",
        "received_at": "received receivedon receivedat datereceived dated date",
        "incident_at": "incidentdate incidentdatetime incidentat happenedon",
        "incident_type": "incidenttype type offence category",
        "priority": "priority urgency",
        "platform": "platform app service",
        "esp": "esp espname company reportingesp",
        "escalation": "escalation escalatereason escalated",
        "names": "accused suspect reportedname reportedperson accusedname",
        "flags": "flags annotations tags",
        "related": "related relatedreports priorreports",
        "narrative": "summary gist narrative description details notes remarks",
        "victims": "victim victims victimname child childname",
        "url": "url link webpage",
        **{name: f"{name} files{name}" for name in COUNTED},
        "phone": "phone mobile phonenumber mobilenumber msisdn cell",
        "email": "email emailaddress",
        "handle": "username handle screenname userid account accountid",
        "account_url": "profile profileurl accounturl",
        "cnic": "cnic nic idcard",
        "device": "imei device deviceid",
        "ip": "ip ipaddress",
        "dateTime": "iptime ipdatetime ipdate logintime",
        "port": "port ipport sourceport",
    }.items()
    for alias in aliases.split()
}
_PARTS: Final = frozenset({"flags", "related"})
_NOBODY: Final = frozenset({"unknown", "named", "nil", "none", "-", "not known", "نامعلوم"})
_KINDS: Final = {kind.value: kind for kind in IdentifierKind}
_TIMES: Final = frozenset({"received_at", "incident_at"})


def columns(header: list[str]) -> list[str]:
    """What each column of a table is to us, empty where it is nothing; the first of several of one name counts."""
    found: list[str] = []
    for cell in header:
        name = _NAMES.get(squashed(cell), "")
        found.append("" if name in found else name)
    return found


def is_tip_table(first: str) -> bool:
    """Whether a first line heads a table of tips: it has the sender's number and something more."""
    try:
        found = columns(next(rows([first], between(first)))[1])
    except (Invalid, StopIteration):
        return False
    return "number" in found and len([name for name in found if name]) > 1


def read_tips(text: str) -> tuple[TipReading, ...]:
    """Every row of a table; raises Invalid for one without rows and for one that is broken."""
    lines = text.splitlines(keepends=True)
    sign = between(lines[0])
    found, header, known = [], [], []  # type: list[TipReading], list[str], list[str]
    texts = 0
    for line, cells in rows(lines, sign):
        if not header:
            header, known = cells, columns(cells)
            continue
        texts += len(cells)
        if len(found) >= TIPS or texts > LEAVES:
            raise Invalid("unread.much")
        found.append(_read(line, header, known, cells, sign))
    if not found:
        raise Invalid("unread.empty")
    return tuple(found)


def _read(line: int, header: list[str], known: list[str], cells: list[str], sign: str) -> TipReading:
    named = [cell.strip() or str(at + 1) for at, cell in enumerate(header)] + [str(at + 1) for at in range(len(header), len(cells))]
    held: dict[str, str] = {}
    for name, cell in zip(named, cells, strict=False):
        held[name if name not in held else f"{name} ({len(held) + 1})"] = cell
    tree = Tree(held, f"[{line}]")
    found = Gathering(tree)
    spots = dict(zip(known, [spot for _, spot in tree.root.members()], strict=False))
    platform = platform_of(str(spots["platform"].value) if "platform" in spots else "", str(spots["esp"].value) if "esp" in spots else "")
    for name, spot in spots.items():
        if name:
            _take(found, name, spot, platform)
    if "ip" in spots:
        beside = {name: str(spots[name].value) for name in ("dateTime", "port") if name in spots}
        found.event(Role.REPORTED, spots["ip"], Spot(beside, "", Tree({})))
    if any(is_formula(cell) and not cell.lstrip().startswith("+92") for cell in cells):
        found.caution("formula")
    return found.reading(sign.join(header) + "\n" + sign.join(cells))


def _take(found: Gathering, name: str, spot: Spot, platform: str) -> None:
    if name in _KINDS:
        found.identifier(Role.REPORTED, _KINDS[name], spot, platform if name == "handle" else "")
    elif name in _TIMES:
        found.time(name, spot)
    elif name in COUNTED:
        if spot.text().isdecimal() and len(spot.text()) < 7:
            found.count(name, int(spot.text()))
    elif name == "names":
        if str(spot.value).strip().casefold() not in _NOBODY:
            found.value(name, spot)
    elif name in _PARTS:
        for part in spot.text().replace(";", ",").split(","):
            found.tell(name, part.strip(), spot.path)
    elif name not in ("ip", "dateTime", "port"):
        found.value(name, spot)
