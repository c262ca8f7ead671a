"""The tables as one data package that anyone can check and use without this project."""

import json

from iraq_report import tables

TITLE = "Restraint, airspace and policy in Iraq, October 2023 to 2026: event data"


def datapackage():
    """Return ``data/datapackage.json``: all descriptors inlined, so that foreign keys can be checked.

    Returns
    -------
    str
        A Frictionless data package as JSON; paths are relative to ``data/``.
    """
    resources = [tables.descriptor(name) for name in tables.names()]
    for resource in resources:
        for field in resource["schema"]["fields"]:
            if field["type"] == "date":
                field["constraints"] = {key: str(value) if key in ("minimum", "maximum") else value
                                        for key, value in field.get("constraints", {}).items()}
    package = {
        "name": "iraq-report", "title": TITLE, "profile": "data-package",
        "description": "Events, reports, attributions, tallies, closures, claims, options and judgements, each row with its source. "
                       "Coded by one team with automated assistance; not yet checked by independent coders.",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "resources": resources,
    }
    return json.dumps(package, indent=1, ensure_ascii=False, default=str) + "\n"
