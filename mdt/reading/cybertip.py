"""A CyberTip as law enforcement downloads it: JSON with lists nested under their own names and single texts wrapped in {value}."""

from __future__ import annotations

from typing import Any, Final

from mdt.model.readings import Role, TipReading
from mdt.reading.files import read_file
from mdt.reading.gathering import Gathering
from mdt.reading.persons import captures, read_person
from mdt.reading.spots import Spot, Tree

_WRAPS: Final = frozenset({"value", "#text"})
_MARKS: Final = ("reportId", "reportedInformation", "automatedInformation", "additionalNcmecInformation")


def is_cybertip(root: Any) -> bool:
    """Whether a JSON object is one of these, and not something else."""
    return isinstance(root, dict) and any(mark in root for mark in _MARKS)


def read_cybertip(root: Any, original: str) -> TipReading:
    """One report; raises Invalid where it holds too much."""
    tree = Tree(root)
    found = Gathering(tree)
    top, told = tree.root, tree.root.at("reportedInformation")
    found.tell("source", "cybertip", "")
    found.value("number", top.at("reportId", "reportNumber"))
    made, received = top.at("dateMadeAvailable"), top.at("dateReceived")
    on = found.time("received_at", made) or found.time("received_at", received)
    _flag(found, top, "informational")
    esp = found.value("esp", told.at("reportingEsp").at("espName", "companyName"))
    _summary(found, told.at("incidentSummary"))
    _people(found, told, esp, on)
    _incidents(found, told.at("incidentDetails"))
    for file in told.each("uploadedFiles", "uploadedFile"):
        read_file(found, file)
    for spot in told.each("additionalInformations", "additonalInformations", "additionalInformation"):
        found.value("narrative", spot)
    _ncmec(found, top.at("additionalNcmecInformation"))
    return found.reading(original)


def _summary(found: Gathering, summary: Spot) -> None:
    found.value("incident_type", summary.at("incidentType"))
    for spot in summary.each("additionalIncidentTypes", "additionalIncidentType"):
        found.value("also", spot)
    found.value("platform", summary.at("platform"))
    found.time("incident_at", summary.at("incidentDateTime", "incidentDateTimeStart", "incidentDateTimeFrom"))
    found.value("narrative", summary.at("incidentDateTimeDescription"))
    found.value("escalation", summary.at("espEscalation", "escalateToHighPriority"))
    read_annotations(found, summary.at("reportAnnotations", "annotations"))


def read_annotations(found: Gathering, marks: Spot) -> None:
    """Every annotation that says yes, those that nobody knew when this was written too."""
    for spot in marks.listed() if isinstance(marks.value, list) else []:
        found.value("flags", spot)
    for name, spot in marks.members():
        if spot.flag():
            found.tell("flags", name, spot.path)


def _people(found: Gathering, told: Spot, esp: str, on: str) -> None:
    for spot in told.at("reportedPeople").each("reportedPersons", "reportedPerson"):
        read_person(found, spot, Role.REPORTED, esp, on)
    for spot in told.each("intendedRecipients", "intendedRecipient"):
        read_person(found, spot, Role.RECIPIENT, esp, on)
    for spot in told.each("childVictims", "childVictim", "victims"):
        read_person(found, spot, Role.VICTIM, esp, on)


def _incidents(found: Gathering, details: Spot) -> None:
    for name, _ in details.members():
        for incident in details.each(name):
            captures(found, incident, Role.OTHER)
            for leaf in details.tree.below(incident):
                _incident_line(found, incident, leaf.path, leaf.text)


def _incident_line(found: Gathering, incident: Spot, path: str, text: str) -> None:
    words, tree = text.strip(), incident.tree
    if not words or words.casefold() == "n/a" or tree.is_taken(path):
        return
    tree.take(path)
    step = path.removeprefix(incident.path).strip("./")
    if step.rpartition(".")[2].rpartition("/")[2].casefold().startswith("url") or words.startswith(("http://", "https://")):
        found.tell("url", words, path)
    elif step.endswith("captureType"):
        return
    else:
        found.tell("narrative", words, path)


def _ncmec(found: Gathering, more: Spot) -> None:
    priority = more.at("priority")
    if isinstance(priority.value, dict) and not _WRAPS & priority.value.keys():
        found.value("priority", priority.at("priorityId", "id", "name"))
    found.value("priority", priority)
    found.value("classification", more.at("ncmecClassification"))
    for spot in more.each("relatedReports", "relatedReport"):
        found.value("related", spot.at("reportId") if isinstance(spot.value, dict) and "reportId" in spot.value else spot)


def _flag(found: Gathering, place: Spot, name: str) -> None:
    spot = place.at(name)
    told = spot.flag()
    if told is not None:
        found.tell(name, "yes" if told else "no", spot.path)
