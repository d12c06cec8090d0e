"""Collects what is understood of one tip: values, identifiers and addresses, each with its place, and what gives cause for care."""

from __future__ import annotations

from collections import Counter
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final

from mdt.errors import Invalid
from mdt.model.identifiers import IdentifierKind, identify
from mdt.model.readings import COUNTED, ONCE, FoundIdentifier, NetworkEvent, Role, Tells, TipReading, Value
from mdt.reading.moments import moment
from mdt.reading.spots import Spot, Tree

_SHARED: Final = ip_network("100.64.0.0/10")
_PRIVATE: Final[tuple[IPv4Network | IPv6Network, ...]] = tuple(
    map(ip_network, "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 127.0.0.0/8 169.254.0.0/16 fc00::/7 fe80::/10 ::1/128".split())
)
_PLATFORMS: Final = (
    ("instagram", "instagram"), ("whatsapp", "whatsapp"), ("facebook", "facebook"), ("messenger", "facebook"),
    ("meta platforms", "facebook"),
    ("tiktok", "tiktok"), ("telegram", "telegram"), ("snap", "snapchat"), ("discord", "discord"), ("youtube", "youtube"),
    ("pubg", "pubg"), ("twitter", "x"), ("x corp", "x"),
)  # fmt: skip


def platform_of(*said: str) -> str:
    """The platform that a service or a company names, 'other' where it is not one of ours; the first text that tells one decides."""
    for text in said:
        folded = text.casefold()
        if folded == "x":
            return "x"
        for part, platform in _PLATFORMS:
            if part in folded:
                return platform
    return "other"


class Gathering:
    """What was understood of one tip so far."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.cautions: dict[str, None] = {}
        self._values: list[Value] = []
        self._names: set[str] = set()
        self._identifiers: dict[tuple[Role, str], FoundIdentifier] = {}
        self._events: list[NetworkEvent] = []
        self._counts: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))

    def caution(self, word: str) -> None:
        """Say this beside the tip."""
        self.cautions[word] = None

    def tell(self, name: str, text: str, where: str) -> None:
        """Keep one value; of those a tip has once the first stands."""
        if text and not (name in ONCE and name in self._names):
            self._names.add(name)
            self._values.append(Value(name, text, where))

    def known(self, name: str) -> str:
        """What was kept first under a name, empty where nothing was."""
        return next((value.text for value in self._values if value.name == name), "")

    def value(self, name: str, spot: Spot) -> str:
        """Keep what is said at a spot."""
        if name in ONCE and name in self._names:
            return ""
        text = spot.text()
        self.tell(name, text, spot.single().path)
        return text

    def time(self, name: str, spot: Spot) -> str:
        """Keep a time, in UTC; one that cannot be read stays with what is kept, and is said."""
        at = self._time(spot)
        self.tell(name, at, spot.single().path)
        return at

    def identifier(self, role: Role, kind: IdentifierKind, spot: Spot, platform: str = "") -> bool:
        """Keep an identifier; one that is none stays with what is kept."""
        single = spot.single()
        if not isinstance(single.value, str | int) or isinstance(single.value, bool):
            return False
        text = str(single.value).strip()
        try:
            identify(kind, text, platform or None)
        except Invalid:
            return False
        spot.text()
        key = (role, f"{kind.value}|{platform}|{text}")
        self._identifiers.setdefault(key, FoundIdentifier(role, key[1], single.path))
        return True

    def event(self, role: Role, address: Spot, inside: Spot) -> None:
        """Keep an address and what stands beside it; a text that is no address stays with what is kept."""
        single = address.single()
        try:
            found = ip_address(str(single.value).strip())
        except ValueError:
            return
        address.text()
        at = self._time(inside.at("dateTime", "eventDateTime"))
        port, proxy = inside.at("port").text(), inside.at("possibleProxy").flag()
        shared = found.version == 4 and found in _SHARED
        private = any(found.version == net.version and found in net for net in _PRIVATE)
        tells = Tells.NOBODY if private or (shared and not (at and port)) else Tells.SHARED if shared else Tells.SUBSCRIBER
        if shared and tells is Tells.NOBODY:
            self.caution("shared_address")
        said = {True: "yes", False: "no", None: ""}[proxy]
        self._events.append(NetworkEvent(role, str(found), inside.at("eventName", "event").text(), at, port, said, tells, single.path))

    def count(self, name: str, number: int = 1) -> None:
        """So many more of these."""
        self._counts[name] += number

    def reading(self, original: str) -> TipReading:
        """All of it; says what a tip should have and lacks."""
        if "number" not in self._names:
            self.caution("no_number")
        if "received_at" not in self._names:
            self.caution("no_date")
        first = tuple((name, self._counts.pop(name)) for name in COUNTED)
        return TipReading(
            values=tuple(self._values),
            identifiers=tuple(self._identifiers.values()),
            events=tuple(self._events),
            counts=first + tuple(sorted(self._counts.items())),
            leaves=self.tree.every(),
            kept=self.tree.kept(),
            original=original,
            cautions=tuple(self.cautions),
        )

    def _time(self, spot: Spot) -> str:
        single = spot.single()
        if not isinstance(single.value, str) or not single.value.strip():
            return ""
        at, zoned = moment(single.value)
        if at:
            spot.text()
            if not zoned:
                self.caution("no_zone")
        elif single.value.strip().casefold() != "n/a":
            self.caution("time_unread")
        return at
