"""The report as JSON: what `unstick score --json` says of the facts, and the transcript that they come from."""

import hashlib
import json
from typing import Any

from prompts.compose.dossier import Dossier
from scoring import report


def data(dossier: Dossier) -> dict[str, Any]:
    """The report of scoring, and who said what when; `facts_sha256` is that of the facts as canonical JSON."""
    facts = dossier.sheet.model_dump(mode="json")
    return {
        **report(dossier.rules, dossier.sheet),
        "facts": facts,
        "facts_sha256": fingerprint(facts),
        "diagnosis": dict(dossier.origin),
        "people": dict(sorted(dossier.people.items())),
        "actions": [
            {
                "id": action.id,
                "owner": dossier.owners.get(action.id),
                "due": due.isoformat() if (due := dossier.due.get(action.id)) else None,
                "state": dossier.states.get(action.id),
            }
            for action in dossier.plan.actions
        ],
        "transcript": [dict(line) for line in dossier.lines],
    }


def fingerprint(value: Any) -> str:
    """The SHA-256 of a value as JSON with sorted keys and without spaces, in ASCII."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
