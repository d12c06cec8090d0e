"""What the library computes is what the standards say: the vectors of the RFCs and of NIST for every part our keys are made with."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from db.keys import MemberSecret, is_said_by
from db.sealing import derived

hexed = bytes.fromhex
ED25519 = (
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
)


def test_argon2id_rfc_9106() -> None:
    kdf = Argon2id(salt=b"\x02" * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=b"\x04" * 12, secret=b"\x03" * 8)
    assert kdf.derive(b"\x01" * 32).hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"


@pytest.mark.parametrize(("seed", "public", "said", "signature"), ED25519)
def test_ed25519_rfc_8032(seed: str, public: str, said: str, signature: str) -> None:
    private = Ed25519PrivateKey.from_private_bytes(hexed(seed))
    assert private.public_key().public_bytes_raw().hex() == public
    assert private.sign(hexed(said)).hex() == signature
    assert is_said_by(hexed(public), hexed(said), hexed(signature))
    secret = MemberSecret(b"v" * 32, b"s" * 16, b"m" * 64, b"x" * 32, hexed(seed), b"d" * 32, b"g" * 32)
    assert (secret.public_voice().hex(), secret.sign(hexed(said)).hex()) == (public, signature)


def test_x25519_rfc_7748() -> None:
    scalar, point = (
        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
        "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
    )
    shared = X25519PrivateKey.from_private_bytes(hexed(scalar)).exchange(X25519PublicKey.from_public_bytes(hexed(point)))
    assert shared.hex() == "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"


def test_hkdf_rfc_5869() -> None:
    one = HKDF(SHA256(), 42, bytes(range(13)), bytes(range(0xF0, 0xFA))).derive(b"\x0b" * 22)
    assert one.hex() == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    three = HKDF(SHA256(), 42, None, b"").derive(b"\x0b" * 22)
    assert three.hex() == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    assert derived(b"\x0b" * 22, "x") == HKDF(SHA256(), 32, None, b"mdt-desk x").derive(b"\x0b" * 22)


def test_aes_256_gcm_of_nist() -> None:
    key = hexed("feffe9928665731c6d6a8f9467308308" * 2)
    plain = hexed(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    nonce, bound = hexed("cafebabefacedbaddecaf888"), hexed("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    closed = hexed(
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b"
    )
    assert AESGCM(key).encrypt(nonce, plain, bound) == closed
    assert AESGCM(key).decrypt(nonce, closed, bound) == plain
    assert AESGCM(bytes(32)).encrypt(bytes(12), bytes(16), None).hex() == "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
    with pytest.raises(InvalidTag):
        AESGCM(key).decrypt(nonce, closed, bound[:-1] + b"\xd3")
