"""Identifiers that mean the same get the same key."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mdt.errors import Invalid
from mdt.model.identifiers import PLATFORMS, Identifier, IdentifierKind, identify, imei_checks, masked_cnic, normalise, recognise

PHONE, CNIC, HANDLE = IdentifierKind.PHONE, IdentifierKind.CNIC, IdentifierKind.HANDLE
EMAIL, DEVICE, ACCOUNT_URL = IdentifierKind.EMAIL, IdentifierKind.DEVICE, IdentifierKind.ACCOUNT_URL
URDU_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@pytest.mark.parametrize(
    "text",
    [
        "0300 1234567", "0300-1234567", "+92 300 1234567", "0092 300 123 4567", "923001234567", "+92 (0)300 1234567",
        "۰۳۰۰۱۲۳۴۵۶۷", "٠٣٠٠١٢٣٤٥٦٧", "\u200e+92 300\u00a0123\u20114567",
    ],
)  # fmt: skip
def test_pakistani_phone(text: str) -> None:
    assert normalise(PHONE, text) == "+923001234567"


def test_foreign_phone_is_kept() -> None:
    assert normalise(PHONE, "+44 20 7946 0958") == normalise(PHONE, "0044 2079460958") == "+442079460958"


@given(st.integers(0, 10**9 - 1), st.sampled_from(["0{}", "+92{}", "0092{}", "92{}", "+92-{}"]), st.booleans())
def test_every_prefix_of_a_mobile_is_equal(rest: int, form: str, urdu: bool) -> None:
    local = f"3{rest:09d}"
    text = form.format(local)
    assert normalise(PHONE, text.translate(URDU_DIGITS) if urdu else text) == f"+92{local}"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (PHONE, "12"), (PHONE, "0300-FLOWERS"), (PHONE, "call 03001234567"), (PHONE, ""), (PHONE, "3520112345671"),
        (CNIC, "352011234567"), (CNIC, "35201-1234567-12"), (CNIC, "35201-12345a7-1"), (CNIC, ""), (CNIC, "3520112345/671"),
        (HANDLE, ""), (HANDLE, "@"), (HANDLE, "two words"), (HANDLE, "https://example.com/ali"), (HANDLE, "t.me/+AbCd"),
        (HANDLE, "instagram.com/p/XyZ"), (HANDLE, "youtube.com/watch?v=1"), (HANDLE, "tiktok.com/ZS123"),
        (EMAIL, "ali"), (EMAIL, "ali@host"), (EMAIL, "a b@c.pk"), (EMAIL, ""),
        (DEVICE, "12"), (DEVICE, "غ" * 15), (DEVICE, ""),
    ],
)  # fmt: skip
def test_faults_name_the_field(kind: IdentifierKind, text: str) -> None:
    with pytest.raises(Invalid) as raised:
        normalise(kind, text)
    assert raised.value.fields == {kind.value: f"invalid.{kind.value}"}


def test_faults_of_addresses_and_platforms() -> None:
    with pytest.raises(Invalid) as raised:
        normalise(ACCOUNT_URL, "no address")
    assert raised.value.fields == {"account_url": "invalid.handle"}
    with pytest.raises(Invalid) as raised:
        normalise(HANDLE, "ali", "myspace")
    assert raised.value.fields == {"platform": "invalid.platform"}
    with pytest.raises(Invalid):
        normalise(HANDLE, "https://instagram.com/ali", "tiktok")


@given(st.text(alphabet="0123456789", min_size=13, max_size=13))
def test_cnic_with_and_without_dashes(digits: str) -> None:
    dashed = f"{digits[:5]}-{digits[5:12]}-{digits[12:]}"
    assert normalise(CNIC, dashed) == normalise(CNIC, dashed.translate(URDU_DIGITS)) == normalise(CNIC, digits) == digits
    masked = masked_cnic(digits)
    assert masked == f"{digits[0]}****-*****{digits[10:12]}-*"


@pytest.mark.parametrize(
    ("text", "platform", "key"),
    [
        ("@Ali.Khan", "instagram", "ali.khan"),
        ("@Ali.Khan", "facebook", "alikhan"),
        ("https://www.instagram.com/Ali.Khan/?hl=en", "instagram", "ali.khan"),
        ("instagram.com/stories/ali_1/99", "instagram", "ali_1"),
        ("https://m.facebook.com/John.Smith?ref=x", "facebook", "johnsmith"),
        ("facebook.com/profile.php?id=100012", "facebook", "100012"),
        ("https://www.facebook.com/people/Ali-Khan/100012/", "facebook", "100012"),
        ("https://www.tiktok.com/@Foo/video/12", "tiktok", "foo"),
        ("https://wa.me/923001234567", "whatsapp", "+923001234567"),
        ("https://api.whatsapp.com/send?phone=447911123456", "whatsapp", "+447911123456"),
        ("0300 1234567", "whatsapp", "+923001234567"),
        ("https://t.me/s/Ali_K", "telegram", "ali_k"),
        ("https://twitter.com/Bob/status/1", "x", "bob"),
        ("x.com/Bob", "x", "bob"),
        ("snapchat.com/add/Snap-1", "snapchat", "snap-1"),
        ("discord.com/users/1234", "discord", "1234"),
        ("Ali#1234", "discord", "ali#1234"),
        ("https://youtube.com/@Foo", "youtube", "foo"),
        ("youtube.com/c/Foo/videos", "youtube", "foo"),
        ("KING  of ☆ Multan", "pubg", "king of ☆ multan"),
    ],
)
def test_handle_of_a_platform(text: str, platform: str, key: str) -> None:
    assert normalise(HANDLE, text, platform) == key
    if "/" in text:
        identifier = identify(HANDLE, text)
        assert (identifier.platform, identifier.key, identifier.given) == (platform, key, text)


def test_addresses_of_one_account_are_equal() -> None:
    keys = {
        normalise(ACCOUNT_URL, text)
        for text in ("https://www.facebook.com/John.Smith", "m.facebook.com/johnsmith/?x=1", "HTTP://FB.COM/johnsmith#a")
    }
    assert keys == {"facebook.com/johnsmith"}
    assert normalise(ACCOUNT_URL, "https://Forum.Example.com/u/Ali/#top") == "forum.example.com/u/Ali"


def test_lookalike_hosts_are_no_platform() -> None:
    assert identify(ACCOUNT_URL, "https://notfacebook.com/ali").platform is None
    assert recognise("https://facebook.com@evil.example/ali") == ()


def test_email_and_device() -> None:
    assert normalise(EMAIL, " Ali.K@Example.PK ") == normalise(EMAIL, "mailto:ali.k@example.pk") == "ali.k@example.pk"
    assert normalise(DEVICE, "aa:bb:cc:00:11:22") == "AABBCC001122"
    assert normalise(DEVICE, "49-015420-323751-8") == "490154203237518"


def test_imei_check_is_reported_not_enforced() -> None:
    assert imei_checks("490154203237518") is True
    assert imei_checks("490154203237519") is False
    assert normalise(DEVICE, "490154203237519") == "490154203237519"
    assert imei_checks("AABBCC001122") is None
    assert imei_checks("?") is None


@given(st.text(alphabet="0123456789", min_size=14, max_size=14))
def test_exactly_one_check_digit_is_right(digits: str) -> None:
    assert [imei_checks(f"{digits}{last}") for last in range(10)].count(True) == 1


TYPED = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="0123456789+-() ۰۱۲", max_size=20),
    st.text(alphabet="aAbİßſéz.@_#/?:%&=+ 019", max_size=25),
    st.builds(
        "{}{}{}{}".format,
        st.sampled_from(["", "https://", "www.", "http://m."]),
        st.sampled_from(
            ["facebook.com", "instagram.com", "tiktok.com", "wa.me", "t.me", "x.com", "youtube.com", "example.com", "snapchat.com"]
        ),
        st.sampled_from(["/", "/@", "/add/", "/c/", "/send/", "/%40", "/profile.php?id="]),
        st.text(alphabet="aB.1@/?%#_+ 2", max_size=12),
    ),
)


@example(IdentifierKind.ACCOUNT_URL, "WA.ME/@0", None)
@given(st.sampled_from(IdentifierKind), TYPED, st.sampled_from([None, *PLATFORMS]))
def test_normalise_is_idempotent(kind: IdentifierKind, text: str, platform: str | None) -> None:
    try:
        key = normalise(kind, text, platform)
    except Invalid:
        return
    assert key
    assert normalise(kind, key, platform) == key


@given(st.text(alphabet="abcXYZ019_", min_size=1, max_size=20), st.sampled_from(PLATFORMS))
def test_at_sign_and_capitals_make_no_difference(handle: str, platform: str) -> None:
    assert normalise(HANDLE, f"@{handle.upper()}", platform) == normalise(HANDLE, handle.lower(), platform)


@given(TYPED)
def test_recognise_never_raises_and_agrees_with_normalise(text: str) -> None:
    readings = recognise(text)
    for reading in readings:
        assert reading.key == normalise(reading.kind, text, reading.platform)
        assert reading.given == text.strip()
    assert len(set(readings)) == len(readings)


@pytest.mark.parametrize(
    ("text", "kind", "platform", "key"),
    [
        ("35201-1234567-1", CNIC, None, "3520112345671"),
        ("0300 1234567", PHONE, None, "+923001234567"),
        ("0300 1234567", HANDLE, "whatsapp", "+923001234567"),
        ("490154203237518", DEVICE, None, "490154203237518"),
        ("@ali.khan", HANDLE, None, "ali.khan"),
        ("@ali.khan", HANDLE, "facebook", "alikhan"),
        ("Ali@Example.pk", EMAIL, None, "ali@example.pk"),
        ("https://instagram.com/ali", HANDLE, "instagram", "ali"),
        ("https://instagram.com/ali", ACCOUNT_URL, "instagram", "instagram.com/ali"),
        ("example.com/u/ali", ACCOUNT_URL, None, "example.com/u/ali"),
    ],
)
def test_search_box(text: str, kind: IdentifierKind, platform: str | None, key: str) -> None:
    assert Identifier(kind, platform, text, key) in recognise(text)


@pytest.mark.parametrize("text", ["", "  ", "he wrote to her", "؟ ؟"])
def test_running_text_is_nothing(text: str) -> None:
    assert recognise(text) == ()
