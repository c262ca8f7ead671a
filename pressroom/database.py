"""The tables as one SQLite file with full-text search, and each as Parquet, made from a data package."""

import csv
import json
import sqlite3
from pathlib import Path

import pyarrow
import pyarrow.csv
import pyarrow.parquet

TYPES = {"integer": "INTEGER", "number": "REAL"}
COLUMN_TYPES = {"integer": pyarrow.int64(), "number": pyarrow.float64(), "date": pyarrow.date32()}


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


def write_parquet(folder, target):
    """Write every table of ``folder/datapackage.json`` as ``target/NAME.parquet``, typed as its descriptor says."""
    package = json.loads((Path(folder) / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        types = {field["name"]: COLUMN_TYPES.get(field["type"], pyarrow.string()) for field in resource["schema"]["fields"]}
        options = pyarrow.csv.ConvertOptions(column_types=types, strings_can_be_null=True, null_values=[""])
        table = pyarrow.csv.read_csv(Path(folder) / resource["path"], convert_options=options,
                                     parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True))
        pyarrow.parquet.write_table(table, Path(target) / f"{resource['name']}.parquet", compression="zstd")


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
