"""Hand-made files of every kind: invented people, numbers that nobody can have, hashes of nothing."""

from __future__ import annotations

import json
from typing import Any

ZERO, ONE, TWO = "0" * 32, "0" * 31 + "1", "0" * 31 + "2"
VICS = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata"
OLD_VICS = "http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml"


def tip(**changes: Any) -> dict[str, Any]:
    """A CyberTip as law enforcement downloads it, with every trait it may have."""
    return {
        "reportId": 900000001,
        "informational": False,
        "dateReceived": "2025-01-02T03:04:05Z",
        "dateMadeAvailable": "2025-01-03T20:30:00Z",
        "reportedInformation": {
            "reportingEsp": {"espName": "Instagram, Inc.", "lastName": "N/A"},
            "incidentSummary": {
                "incidentType": "Apparent Child Pornography",
                "platform": "Instagram Direct",
                "incidentDateTime": "2025-01-01T10:00:00Z",
                "incidentDateTimeDescription": "N/A",
                "espEscalation": "Sender says they meet tomorrow",
                "additionalIncidentTypes": ["Child Pornography (Unconfirmed)"],
                "reportAnnotations": {"sextortion": True, "spam": False, "instrumentalUse": True},
            },
            "incidentDetails": {
                "webpageIncident": [
                    {"sourceInformation": {"sourceCaptures": [{"captureType": "URL", "value": "https://example.invalid/p/1"}]}}
                ],
                "chatIncident": {"additonalInformations": [{"value": "Hello from a log"}], "newFieldOfChats": "seen once"},
            },
            "childVictims": [{"firstName": "Zzyzx", "approximateAge": 9, "screenName": {"value": "little.zz"}}],
            "reportedPeople": {"reportedPersons": [reported()]},
            "intendedRecipients": {"intendedRecipients": [{"screenName": {"value": "other.qx"}, "emails": None, "phones": []}]},
            "uploadedFiles": {"uploadedFiles": [sent("A1", viewedByEsp=True), sent(None, viewedByEsp=False), sent("b2")]},
            "additionalInformations": [{"value": "Account made on a borrowed phone"}],
        },
        "additionalNcmecInformation": {"priority": {"priorityId": 1, "value": "E"}, "internationalCountry": "Pakistan"},
        "somethingNobodyKnew": {"deep": ["kept", "N/A"]},
        **changes,
    }


def reported(**changes: Any) -> dict[str, Any]:
    """The reported person of that tip."""
    captures = [
        capture("203.0.113.7", "LOGIN", "2025-01-01T09:00:00Z", port="4443", possibleProxy="false"),
        capture("100.64.3.4", "LOGIN", None),
        capture("100.65.3.4", "UPLOAD", "2025-01-01T09:05:00Z", port=1024),
        {"captureType": "Device ID", "valueType": "IMEI", "value": "490154203237518"},
    ]
    return {
        "firstName": "Qxample",
        "middleName": None,
        "lastName": "N/A",
        "dateOfBirth": "1979-02-29",
        "approximateAge": "45",
        "espService": "Instagram",
        "espUserId": "100000000000001",
        "screenName": {"value": "qxample.user"},
        "displayNames": {"displayNames": [{"value": "Q X"}]},
        "emails": {"emails": [{"value": "qx@example.invalid", "verified": True}]},
        "phones": {"phones": [{"value": "+923000000000", "verified": True}]},
        "sourceInformation": {"sourceCaptures": captures},
        "priorCTReports": [900000000],
        **changes,
    }


def capture(value: str, event: str, at: str | None, **more: Any) -> dict[str, Any]:
    """An address that was seen."""
    return {"captureType": "IP Address", "value": value, "eventName": event, "dateTime": at, **more}


def sent(industry: str | None, **flags: Any) -> dict[str, Any]:
    """A file of a tip, by its class."""
    return {"filename": "F1.jpg", "verificationHash": ZERO, "industryClassification": industry, "annotations": {"viral": True}, **flags}


def as_json(value: Any) -> bytes:
    """The bytes of a JSON file."""
    return json.dumps(value, ensure_ascii=False).encode()


REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<report xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <incidentSummary>
    <incidentType>Online Enticement of Children for Sexual Acts</incidentType>
    <platform>Exampleverse</platform>
    <escalateToHighPriority>Immediate risk</escalateToHighPriority>
    <reportAnnotations><sextortion/><minorToMinorInteraction>false</minorToMinorInteraction><brandNew>true</brandNew></reportAnnotations>
    <incidentDateTime>2025-01-01T15:00:00+05:00</incidentDateTime>
  </incidentSummary>
  <internetDetails><chatImIncident><chatClient>Exampleverse</chatClient><content>Zwei Wörter</content></chatImIncident></internetDetails>
  <internetDetails><webPageIncident><url>https://example.invalid/a</url><url>https://example.invalid/b</url></webPageIncident></internetDetails>
  <reporter><reportingPerson><firstName>Desk</firstName></reportingPerson></reporter>
  <personOrUserReported>
    <personOrUserReportedPerson>
      <firstName>Qxample</firstName><phone type="Mobile" verified="true">+923000000000</phone><email>qx@example.invalid</email>
      <dateOfBirth>1990-05-06</dateOfBirth>
    </personOrUserReportedPerson>
    <espIdentifier>77</espIdentifier><screenName>qxample</screenName><displayName>Q One</displayName><displayName>Q Two</displayName>
    <ipCaptureEvent><ipAddress>198.51.100.9</ipAddress><eventName>Login</eventName><dateTime>2025-01-01T10:00:00Z</dateTime><possibleProxy/></ipCaptureEvent>
    <deviceId><idType>IMEI</idType><idValue>490154203237518</idValue></deviceId>
    <associatedAccount type="Parent/Guardian"><email>parent@example.invalid</email></associatedAccount>
  </personOrUserReported>
  <victim><victimPerson><firstName>Zzyzx</firstName><age>11</age></victimPerson><schoolName>School of Nowhere</schoolName></victim>
  <fileDetails><reportId>900000002</reportId><industryClassification>A2</industryClassification><fileViewedByEsp>true</fileViewedByEsp></fileDetails>
  <additionalInfo>Nothing else</additionalInfo>
  <newElement unknown="yes">kept too</newElement>
</report>
"""

TABLE = (
    b"Report ID;Date received;Sender;Incident Type;Suspect;Phone;User name;Platform;IP;IP time;Port;Victim;Summary;Their own column\r\n"
    b"900000003;07/11/2026;NCB;Apparent Child Pornography;Qxample Testkhan;+923000000000;qx.one;TikTok;100.64.1.1;;;Zzyzx;=1+1;kept\r\n"
    b'900000004;2026-11-08;Helpline;"with ; and\r\nnew line";unknown;not a phone;;;;;;;;\r\n'
)

ICSE = (
    "\ufeffMD5;SHA1;PhotoDNA;Image ID;Is distributed;Victim identified;Offender identified;Series name;Number of submissions;"
    "File Available;Media Type;Baseline\r\n"
    f"{ZERO};;x;1;Y;no;n;Series of nothing;3;TRUE;Image;yes\r\n"
    f"{ONE};;x;2;f;Yes;maybe;;1;false;Video;N\r\n"
    f"{ZERO};;x;3;;;;;1;;Image;no\r\n"
).encode()


def media(md5: str, category: Any, **more: Any) -> dict[str, Any]:
    """A record of a VICS list."""
    where = {"RelativeFilePath": "C\\Somebody\\secret.jpg", "MediaFiles": [{"FileName": "secret.jpg", "FilePath": "C\\Somebody"}]}
    return {"MediaID": 1, "MD5": md5, "SHA1": md5 + "0" * 8, "MediaSize": 2**60, "Category": category, **where, **more}


def vics_list(*records: dict[str, Any], context: str = OLD_VICS) -> bytes:
    """A flat hash list."""
    return (
        b"\xef\xbb\xbf"
        + json.dumps({"@odata.context": f"{context}#Media", "value": list(records)}, indent=1).replace("\n", "\r\n").encode()
    )


def vics_case(*records: dict[str, Any]) -> bytes:
    """A case export."""
    case = {"CaseID": "7", "SourceApplicationName": "Example Examiner", "CaseMetadata": [{"PropertyName": "a"}], "Media": list(records)}
    return as_json({"@odata.context": f"{VICS}#Cases", "value": [case]})


LIST = vics_list(
    media(ZERO, 0, VictimIdentified="true", MediaSize=""),
    media(ONE, 1, VictimIdentified=False, OffenderIdentified="False"),
    media(ZERO.upper(), 2),
)
EVERY: dict[str, bytes] = {
    "cybertip": as_json(tip()),
    "cybertips": as_json([tip(), tip(reportId="900000009")]),
    "report": REPORT.encode(),
    "reports": REPORT.replace("<report ", "<batch><report ").replace("</report>", "</report><report/></batch>").encode(),
    "table": TABLE,
    "icse": ICSE,
    "vics_list": LIST,
    "vics_case": vics_case(media(ZERO, "1"), media(TWO, None)),
}
