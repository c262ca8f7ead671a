"""The tables as one SQLite file with full-text search, made from a data package."""

import csv
import json
import sqlite3
from pathlib import Path

TYPES = {"integer": "INTEGER", "number": "REAL"}


def write(folder, target):
    """Write every table of ``folder/datapackage.json`` into the SQLite file ``target``.

    Parameters
    ----------
    folder : path
        Holds ``datapackage.json`` and the CSV files that it names.
    target : path
        Replaced. Each table keeps its name, types and primary key; ``NAME_search`` is its full-text index.
    """
    package = json.loads((Path(folder) / "datapackage.json").read_text(encoding="utf-8"))
    Path(target).unlink(missing_ok=True)
    with sqlite3.connect(target) as connection:
        for resource in package["resources"]:
            _table(connection, Path(folder), resource)
        connection.commit()
        connection.execute("VACUUM")
    connection.close()


def _table(connection, folder, resource):
    name, fields = resource["name"], resource["schema"]["fields"]
    keys = resource["schema"].get("primaryKey", [])
    keys = [keys] if isinstance(keys, str) else keys
    columns = [f'"{field["name"]}" {TYPES.get(field["type"], "TEXT")}' for field in fields]
    columns += ["PRIMARY KEY (" + ", ".join(f'"{key}"' for key in keys) + ")"] if keys else []
    connection.execute(f'CREATE TABLE "{name}" ({", ".join(columns)})')
    with open(folder / resource["path"], encoding="utf-8", newline="") as stream:
        rows = [[cell or None for cell in row] for row in csv.reader(stream)][1:]
    connection.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(fields))})', rows)
    texts = ", ".join(f'"{field["name"]}"' for field in fields if field["type"] == "string")
    if texts:
        connection.execute(f'CREATE VIRTUAL TABLE "{name}_search" USING fts5({texts}, content="{name}")')
        connection.execute(f'INSERT INTO "{name}_search"("{name}_search") VALUES (\'rebuild\')')
