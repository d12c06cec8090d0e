"""Writes docs/sbom.cdx.json: what the program is made of (CycloneDX 1.6), what is inside the wheels among it; the same every time."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCK, TARGET = ROOT / ".ci" / "requirements.txt", ROOT / "docs" / "sbom.cdx.json"
_PACKAGE = re.compile(r"^([a-z0-9][a-z0-9-]*)==([^ ;\\]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_LICENCE = "License ::"


def inside() -> dict[str, list[tuple[str, str, str]]]:
    """(name, version, licence) of what is built into the wheels, as the wheels themselves say it."""
    from cryptography.hazmat.backends.openssl import backend
    from PIL import features
    from PySide6.QtCore import qVersion
    from uharfbuzz import version_string

    from db.engine import versions

    cipher = versions()
    drawing = (
        ("FreeType", "freetype2", "FTL"),
        ("libjpeg-turbo", "jpg", "IJG"),
        ("zlib", "zlib", "Zlib"),
        ("libwebp", "webp", "BSD-3-Clause"),
    )
    return {
        "cryptography": [("OpenSSL", backend.openssl_version_text().split()[1], "Apache-2.0")],
        "pillow": [(name, str(features.version(key)), licence) for name, key, licence in drawing if features.check(key)],
        "pyside6-essentials": [("Qt", qVersion(), "LGPL-3.0-only")],
        "pyside6-pdf": [("Qt PDF", qVersion(), "LGPL-3.0-only"), ("PDFium", "with Qt PDF", "Apache-2.0")],
        "sqlcipher3": [("SQLCipher", cipher["cipher"].split()[0], "BSD-3-Clause"), ("SQLite", cipher["sqlite"], "blessing")],
        "uharfbuzz": [("HarfBuzz", version_string(), "MIT")],
    }


def sbom(lock: str) -> dict[str, Any]:
    """The whole bill for a lock file's text; no moment and no serial number, so that two builds compare."""
    built_in = inside()
    components = []
    starts = list(_PACKAGE.finditer(lock))
    for at, found in enumerate(starts):
        block = lock[found.start() : starts[at + 1].start() if at + 1 < len(starts) else len(lock)]
        name, version = found.groups()
        component: dict[str, Any] = {"type": "library", "name": name, "version": version, "purl": f"pkg:pypi/{name}@{version}"}
        component["bom-ref"] = component["purl"]
        component["hashes"] = [{"alg": "SHA-256", "content": digest} for digest in sorted(_HASH.findall(block))]
        if said := _licence(name):
            component["licenses"] = [{"license": {"name": said}}]
        if name in built_in:
            component["components"] = [
                {"type": "library", "name": part, "version": part_version, "licenses": [{"license": {"name": licence}}]}
                for part, part_version, licence in built_in[name]
            ]
        components.append(component)
    program = {"type": "application", "name": "mdt-desk", "version": _version(), "licenses": [{"license": {"id": "Apache-2.0"}}]}
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": {"component": program}, "components": components}


def written(lock: str) -> str:
    """The bill as it is committed."""
    return json.dumps(sbom(lock), indent=1, ensure_ascii=False) + "\n"


def _licence(name: str) -> str:
    try:
        kept = metadata(name)
    except PackageNotFoundError:  # a package of another system
        return ""
    named = [line.rpartition(" :: ")[2] for line in kept.get_all("Classifier") or [] if line.startswith(_LICENCE)]
    short = (kept.get("License-Expression") or kept.get("License") or "").strip()
    return short if short and "\n" not in short and len(short) <= 60 else ", ".join(named)


def _version() -> str:
    found = re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    return found.group(1)


if __name__ == "__main__":
    TARGET.write_text(written(LOCK.read_text(encoding="utf-8")), encoding="utf-8")
