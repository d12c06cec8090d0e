"""Brings phones, identity cards, accounts, e-mail addresses and devices into one form, so that equal ones are found to be equal."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from mdt.errors import Invalid
from mdt.model.numbers import plain


class IdentifierKind(StrEnum):
    """What a text identifies somebody or something by."""

    PHONE = "phone"
    CNIC = "cnic"
    HANDLE = "handle"
    EMAIL = "email"
    DEVICE = "device"
    ACCOUNT_URL = "account_url"


PLATFORMS = ("facebook", "instagram", "tiktok", "whatsapp", "telegram", "x", "snapchat", "discord", "youtube", "pubg", "other")

_HOSTS = {
    "facebook": ("facebook.com", "fb.com", "m.me", "fb.me"),
    "instagram": ("instagram.com", "ig.me", "instagr.am"),
    "tiktok": ("tiktok.com",),
    "whatsapp": ("wa.me", "whatsapp.com"),
    "telegram": ("t.me", "telegram.me"),
    "x": ("x.com", "twitter.com"),
    "snapchat": ("snapchat.com",),
    "discord": ("discord.com", "discordapp.com"),
    "youtube": ("youtube.com",),
}
_PLATFORM_OF_HOST = {host: platform for platform, hosts in _HOSTS.items() for host in hosts}
# Steps of a profile's address that come before the handle.
_WAY_TO_PROFILE = {
    "instagram": {"stories", "_u", "m"},
    "telegram": {"s"},
    "snapchat": {"add", "u"},
    "discord": {"users"},
    "youtube": {"c", "channel", "user"},
    "whatsapp": {"send"},
}
_NO_PROFILE = frozenset(
    "p reel reels tv explore watch shorts playlist hashtag search i intent share sharer groups pages events story.php photo.php "
    "joinchat addstickers invite channels embed results home login qr message send".split()
)
_WRITTEN_WITH_AT = frozenset({"tiktok", "youtube"})
_ADDRESS = re.compile(r"(?:https?://)?([a-z0-9.-]+\.[a-z]{2,})(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE | re.ASCII)
_PHONE_SIGNS = re.compile(r"[+\d ().\-/]+")
_EMAIL = re.compile(r"[^@\s<>,;:/]+@[^@\s<>,;:/]+\.[^@\s<>,;:/.]+")
_HANDLE = re.compile(r"[^\s@/?&:;,<>\"]{1,100}")
_DEVICE = re.compile(r"[0-9A-Z]{6,64}")
_LIKE_DEVICE = re.compile(r"\d{15,16}|(?=.*\d)(?=.*[A-Z])[0-9A-Z]{8,}")
_MOBILE = re.compile(r"(?=(?:0|92)(3\d{9}))")
_FEWEST_DIGITS = 7
_IMEI = re.compile(r"\d{15}")


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier as ``given`` and its ``key``: two are the same when kind, platform and key are."""

    kind: IdentifierKind
    platform: str | None
    given: str
    key: str


def identify(kind: IdentifierKind, text: str, platform: str | None = None) -> Identifier:
    """``text`` as an identifier; the platform of a profile's address is read from it. Raises Invalid as ``normalise`` does."""
    key = normalise(kind, text, platform)
    of_account = kind in (IdentifierKind.HANDLE, IdentifierKind.ACCOUNT_URL)
    return Identifier(kind, (platform or _platform_of_address(plain(text))) if of_account else None, text.strip(), key)


def normalise(kind: IdentifierKind, text: str, platform: str | None = None) -> str:
    """The one form of ``text``; applying it again changes nothing.

    Phone: E.164, Pakistani where no country is given. CNIC: 13 digits. Handle: small letters without @, a profile's address
    reduced to the handle of ``platform`` (one of PLATFORMS). Account address: host and handle. Device: 15 digits, or capitals.
    Raises Invalid for the field named as the kind: 'invalid.phone', .cnic, .handle (account addresses too), .email or .device;
    or 'invalid.platform' for the field ``platform``.
    """
    if platform is not None and platform not in PLATFORMS:
        raise Invalid(fields={"platform": "invalid.platform"})
    key = _FORMS[kind](plain(text), platform)
    if key is None:
        sentence = IdentifierKind.HANDLE if kind is IdentifierKind.ACCOUNT_URL else kind
        raise Invalid(fields={str(kind): f"invalid.{sentence}"})
    return key


def recognise(text: str) -> tuple[Identifier, ...]:
    """Everything ``text`` may be read as, the surest reading first; empty for running text. Never raises.

    A plain word is offered as a handle of no platform and, where WhatsApp or Facebook writes it otherwise, as a handle there.
    """
    written = plain(text)
    readings: list[tuple[IdentifierKind, str | None]] = []
    platform = _platform_of_address(written)
    if platform:
        readings = [(IdentifierKind.HANDLE, platform), (IdentifierKind.ACCOUNT_URL, platform)]
    elif "/" in written and _host(written):
        readings = [(IdentifierKind.ACCOUNT_URL, None)]
    else:
        readings = [(IdentifierKind.CNIC, None), (IdentifierKind.PHONE, None), (IdentifierKind.EMAIL, None)]
        if _LIKE_DEVICE.fullmatch(_device(written, None) or ""):
            readings.append((IdentifierKind.DEVICE, None))
        readings += [(IdentifierKind.HANDLE, where) for where in (None, "whatsapp", "facebook")]
    found: dict[tuple[IdentifierKind, str], Identifier] = {}
    for kind, where in readings:
        try:
            identifier = identify(kind, text, where)
        except Invalid:
            continue
        found.setdefault((kind, identifier.key), identifier)
    return tuple(found.values())


def imei_checks(text: str) -> bool | None:
    """Whether the check digit (Luhn) of an IMEI is right; None where ``text`` is not 15 digits. A wrong one is kept all the same."""
    digits = _device(plain(text), None)
    if digits is None or not _IMEI.fullmatch(digits):
        return None
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(digits))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def masked_cnic(text: str) -> str:
    """A CNIC with all but three digits hidden, as '3****-*****78-*'; raises Invalid as ``normalise`` does."""
    digits = normalise(IdentifierKind.CNIC, text)
    return f"{digits[0]}****-*****{digits[10:12]}-*"


@lru_cache(maxsize=4096)
def numbers_in(text: str) -> frozenset[str]:
    """Every telephone number that stands in a text, in E.164: among words, behind another, or as the account of somebody at WhatsApp."""
    import phonenumbers  # its import takes longer than a command line may wait for

    written = plain(text)
    if sum(sign.isdecimal() for sign in written) < _FEWEST_DIGITS:
        return frozenset()
    found = phonenumbers.PhoneNumberMatcher(written, "PK", leniency=phonenumbers.Leniency.POSSIBLE)
    keys = {phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164) for match in found}
    # two mobile numbers that stand next to each other are read as one by the library
    return frozenset(keys | {f"+92{mobile}" for mobile in _MOBILE.findall("".join(filter(str.isdecimal, written)))})


def _phone(written: str, _platform: str | None) -> str | None:
    if not _PHONE_SIGNS.fullmatch(written):
        return None
    import phonenumbers  # its import takes longer than a command line may wait for

    try:
        number = phonenumbers.parse(written, "PK")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _cnic(written: str, _platform: str | None) -> str | None:
    digits = written.replace("-", "").replace(" ", "")
    return digits if len(digits) == 13 and digits.isdecimal() else None


def _email(written: str, _platform: str | None) -> str | None:
    folded = _casefolded(written).removeprefix("mailto:").strip("<> ")
    return folded if _EMAIL.fullmatch(folded) else None


def _device(written: str, _platform: str | None) -> str | None:
    compact = re.sub(r"[\s:./-]", "", written).upper()
    return compact if _DEVICE.fullmatch(compact) else None


def _handle(written: str, platform: str | None) -> str | None:
    hosted_by = _platform_of_address(written)
    if hosted_by:
        if platform not in (None, hosted_by):
            return None
        platform = hosted_by
        written = _handle_in_address(written, platform)
    elif "://" in written:
        return None
    folded = _casefolded(written).lstrip("@ ")
    if platform == "whatsapp" and (phone := _phone(folded, None)):
        return phone
    if platform == "facebook":
        # Facebook takes john.smith and johnsmith for one account.
        folded = folded.replace(".", "")
    if platform in ("pubg", "other"):
        # The name shown in a game may hold blanks and any sign.
        return folded or None
    return folded if _HANDLE.fullmatch(folded) else None


def _account_url(written: str, _platform: str | None) -> str | None:
    host = _host(written)
    if host is None:
        return None
    platform = _PLATFORM_OF_HOST.get(host)
    if platform is None:
        address = _parts(written)
        return f"{host}{address.path.rstrip('/')}{'?' if address.query else ''}{address.query}"
    handle = _handle(written, platform)
    if not handle or "%" in handle or "#" in handle:
        return None
    return f"{_HOSTS[platform][0]}/{'@' if platform in _WRITTEN_WITH_AT else ''}{handle}"


def _handle_in_address(written: str, platform: str) -> str:
    """The handle that a profile's address names; empty where it leads to something else than a profile."""
    address = _parts(written)
    asked = parse_qs(address.query)
    steps = [step for step in (unquote(step).strip() for step in address.path.split("/")) if step]
    if platform == "facebook" and steps == ["profile.php"]:
        return asked.get("id", [""])[0]
    if platform == "facebook" and len(steps) == 3 and steps[0] == "people":
        return steps[2]
    if platform == "whatsapp" and steps == ["send"]:
        steps = asked.get("phone", [])
    if len(steps) > 1 and steps[0] in _WAY_TO_PROFILE.get(platform, ()):
        steps = steps[1:]
    if not steps or steps[0].casefold() in _NO_PROFILE or (platform == "tiktok" and not steps[0].startswith("@")):
        return ""
    if platform == "whatsapp" and (number := steps[0].lstrip("@ ")).isdecimal():
        return f"+{number}"
    return "" if platform == "telegram" and steps[0].startswith("+") else steps[0]


def _host(written: str) -> str | None:
    """The host of an address without www; for a platform's host its bare name, so that m.facebook.com is facebook.com."""
    address = _ADDRESS.fullmatch(written)
    if address is None:
        return None
    host = re.sub(r"^(?:www\.)+(?=.*\.)", "", address[1].lower())
    labels = host.split(".")
    bare = (".".join(labels[place:]) for place in range(len(labels) - 1))
    return next((name for name in bare if name in _PLATFORM_OF_HOST), host)


def _platform_of_address(written: str) -> str | None:
    return _PLATFORM_OF_HOST.get(_host(written) or "")


def _parts(written: str) -> SplitResult:
    return urlsplit(written if "://" in written else f"//{written}")


def _casefolded(written: str) -> str:
    # Folding may undo the normal form, and the other way round, for a few letters.
    folded = plain(written.casefold())
    while folded != (again := plain(folded.casefold())):
        folded = again
    return folded


_FORMS: dict[IdentifierKind, Callable[[str, str | None], str | None]] = {
    IdentifierKind.PHONE: _phone,
    IdentifierKind.CNIC: _cnic,
    IdentifierKind.HANDLE: _handle,
    IdentifierKind.EMAIL: _email,
    IdentifierKind.DEVICE: _device,
    IdentifierKind.ACCOUNT_URL: _account_url,
}
