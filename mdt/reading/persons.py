"""People of a tip, as both shapes of it name them: the reported one is understood, everybody else is kept apart."""

from __future__ import annotations

from typing import Final

from mdt.model.identifiers import IdentifierKind
from mdt.model.readings import Role
from mdt.reading.gathering import Gathering, platform_of
from mdt.reading.moments import is_young
from mdt.reading.spots import Spot

_INNER: Final = ("personOrUserReportedPerson", "victimPerson", "intendedRecipientPerson", "person")
_PARENT: Final = "parent"


def read_person(found: Gathering, person: Spot, role: Role, esp: str, on: str) -> None:
    """One person: ``esp`` names the platform where nothing nearer does, ``on`` is the day that an age is counted at."""
    inner = person.at(*_INNER)
    own = inner if inner.value is not None else person
    if role is Role.REPORTED and _is_young(own, on):
        role = Role.MINOR
        found.caution("reported_minor")
    _identifiers(found, person, own, role, esp)
    captures(found, person, role)
    if role is Role.REPORTED:
        _reported(found, person, own)
    for account in person.each("associatedAccounts", "associatedAccount"):
        kind = account.at("@type", "type", "accountType").peek()
        other = Role.OTHER if _PARENT in kind.casefold() else role
        read_person(found, account, other, account.at("platform").peek() or esp, on)
    if role is not Role.REPORTED:
        _apart(found, person, role)


def captures(found: Gathering, place: Spot, role: Role) -> None:
    """Addresses and devices that were seen at a place, in either shape."""
    for capture in place.at("sourceInformation").each("sourceCaptures", "sourceCapture"):
        kind = capture.at("captureType").peek().casefold()
        if kind == "device id":
            if found.identifier(role, IdentifierKind.DEVICE, capture.at("value")):
                capture.at("captureType").text()
        elif kind == "url":
            if role is Role.REPORTED:
                found.value("url", capture.at("value"))
                capture.at("captureType").text()
        else:
            found.event(role, capture.at("value", "ipAddress"), capture)
            capture.at("captureType").text()
    for event in place.each("ipCaptureEvents", "ipCaptureEvent"):
        found.event(role, event.at("ipAddress"), event)
    for address in place.each("ipAddress"):
        found.event(role, address, address)
    for device in place.each("deviceIds", "deviceId"):
        found.identifier(role, IdentifierKind.DEVICE, device.at("idValue") if isinstance(device.value, dict) else device)


def _identifiers(found: Gathering, person: Spot, own: Spot, role: Role, esp: str) -> None:
    service = person.at("espService").peek()
    platform = platform_of(service, esp)
    for name in ("espUserId", "espIdentifier", "screenName"):
        for spot in person.each(name, f"{name}s"):
            found.identifier(role, IdentifierKind.HANDLE, spot, platform)
    for spot in person.each("profileUrls", "profileUrl"):
        found.identifier(role, IdentifierKind.ACCOUNT_URL, spot)
    for place in {own.path: own, person.path: person}.values():
        for spot in place.each("phones", "phone"):
            found.identifier(role, IdentifierKind.PHONE, spot)
        for spot in place.each("emails", "email"):
            found.identifier(role, IdentifierKind.EMAIL, spot)


def _reported(found: Gathering, person: Spot, own: Spot) -> None:
    parts = [own.at(name) for name in ("firstName", "middleName", "lastName")]
    name = " ".join(text for text in (part.text() for part in parts) if text)
    found.tell("names", name, own.path)
    for spot in person.each("displayNames", "displayName"):
        found.value("names", spot)
    found.value("age", own.at("approximateAge", "age"))
    for spot in person.each("priorCTReports", "priorCTReport"):
        found.value("related", spot)
    for spot in person.each("additionalInformations", "additionalInfo", "profileBio", "groupIdentifier"):
        found.value("narrative", spot)


def _is_young(own: Spot, on: str) -> bool:
    return is_young(own.at("approximateAge", "age").peek(), own.at("dateOfBirth").peek(), on)


def _apart(found: Gathering, person: Spot, role: Role) -> None:
    """Every text about somebody who is not the reported person, as one line each of what is kept for victims' eyes alone."""
    for leaf in person.tree.below(person):
        if leaf.text.strip() and leaf.text.strip().casefold() != "n/a":
            person.tree.take(leaf.path)
            step = leaf.path.removeprefix(person.path).strip("./").removesuffix(".value")
            found.tell("victims", f"{role.value}: {step}: {leaf.text.strip()}", leaf.path)
