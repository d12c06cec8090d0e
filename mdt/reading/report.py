"""A report in the schema that platforms send to NCMEC in (XML): one report with its files' details, or several under one root."""

from __future__ import annotations

from typing import Any, Final

from mdt.errors import Invalid
from mdt.model.readings import Role, TipReading
from mdt.reading.bounds import TIPS
from mdt.reading.cybertip import read_annotations
from mdt.reading.files import read_file
from mdt.reading.gathering import Gathering
from mdt.reading.markup import parsed
from mdt.reading.persons import captures, read_person
from mdt.reading.spots import Spot, Tree

_REPORT: Final = "report"


def read_reports(text: str) -> tuple[TipReading, ...]:
    """Every report of an XML text; raises Invalid where there is none, and for anything but plain elements."""
    root = parsed(text)
    if root.name == _REPORT:
        return (_read({_REPORT: root.value()}, _REPORT, text),)
    reports = [inner for inner in root.inner if inner.name == _REPORT]
    if not reports:
        raise Invalid("unread.other_xml")
    if len(reports) > TIPS:
        raise Invalid("unread.much")
    written = text.encode()
    if len(reports) == 1:
        return (_read(root.value(), f"{root.name}/{_REPORT}", text, root.name),)
    return tuple(
        _read({_REPORT: one.value()}, f"{root.name}/{_REPORT}[{at}]", written[one.begins : one.ends].decode())
        for at, one in enumerate(reports)
    )


def _read(value: Any, path: str, original: str, top: str = "") -> TipReading:
    tree = Tree(value if top else value[_REPORT], top or path, "/")
    report = tree.root.at(_REPORT) if top else tree.root
    found = Gathering(tree)
    found.tell("source", "cybertip", "")
    found.value("number", report.at("reportId", "reportNumber", "@reportId", "@id"))
    found.time("received_at", report.at("dateReceived", "receivedAt"))
    esp = _reporter(found, report.at("reporter"))
    on = _summary(found, report.at("incidentSummary"))
    _people(found, report, esp, on)
    for details in report.each("internetDetails"):
        _details(found, details)
    for file in [*report.each("fileDetails"), *(tree.root.each("fileDetails") if top else [])]:
        read_file(found, file)
        found.value("number", file.at("reportId"))
    for spot in report.each("additionalInfo"):
        found.value("narrative", spot)
    return found.reading(original)


def _reporter(found: Gathering, reporter: Spot) -> str:
    return found.value("esp", reporter.at("companyName", "espName", "agencyName"))


def _summary(found: Gathering, summary: Spot) -> str:
    found.value("incident_type", summary.at("incidentType"))
    found.value("platform", summary.at("platform"))
    found.value("escalation", summary.at("escalateToHighPriority"))
    read_annotations(found, summary.at("reportAnnotations"))
    at = found.time("incident_at", summary.at("incidentDateTime"))
    found.value("narrative", summary.at("incidentDateTimeDescription"))
    return at


def _people(found: Gathering, report: Spot, esp: str, on: str) -> None:
    for spot in report.each("personOrUserReported"):
        read_person(found, spot, Role.REPORTED, esp or found.known("platform"), on)
    for spot in report.each("intendedRecipient"):
        read_person(found, spot, Role.RECIPIENT, esp or found.known("platform"), on)
    for spot in report.each("victim"):
        read_person(found, spot, Role.VICTIM, esp or found.known("platform"), on)


def _details(found: Gathering, details: Spot) -> None:
    for _, held in details.members():
        for incident in held.listed():
            captures(found, incident, Role.OTHER)
            for spot in incident.each("url"):
                found.value("url", spot)
            for leaf in details.tree.below(incident):
                if leaf.text.strip() and not details.tree.is_taken(leaf.path):
                    details.tree.take(leaf.path)
                    found.tell("narrative", leaf.text.strip(), leaf.path)
