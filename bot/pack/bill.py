"""The bill of materials in CycloneDX 1.6: every package that runs, with version, licence and who asks for it."""

import json
import uuid
from importlib.metadata import version
from typing import Any

from bot.pack.packages import ROOT, Package, packages

SPEC = "1.6"


def bill(installed: tuple[Package, ...] | None = None) -> str:
    """The bill as JSON; the same packages give the same bytes, so it has no time, and its number is made from them."""
    there = packages() if installed is None else installed
    root = {"type": "application", "bom-ref": ROOT, "name": ROOT, "version": version(ROOT)}
    made: dict[str, Any] = {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPEC}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPEC,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, repr((root, there)))}",
        "version": 1,
        "metadata": {"component": root},
        "components": [_component(each) for each in there],
        "dependencies": [
            {"ref": ref, "dependsOn": [_ref(each) for each in there if name in each.asked_by]}
            for name, ref in [(ROOT, ROOT), *((each.name, _ref(each)) for each in there)]
        ],
    }
    return json.dumps(made, indent=2) + "\n"


def _component(package: Package) -> dict[str, Any]:
    named: dict[str, Any] = {
        "type": "library",
        "bom-ref": _ref(package),
        "name": package.name,
        "version": package.version,
        "purl": _ref(package),
    }
    return {**named, "licenses": _licences(package.licence)} if package.licence else named


def _licences(licence: str) -> list[dict[str, Any]]:
    is_one = " " not in licence
    return [{"license": {"id": licence}}] if is_one else [{"expression": licence}]


def _ref(package: Package) -> str:
    return f"pkg:pypi/{package.name}@{package.version}"
