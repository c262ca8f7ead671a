"""The data dictionary: one table of the site for each descriptor in ``data/``."""

import html
from pathlib import Path

import yaml

from pressroom.pictures import broken, scroll


def table(path, files):
    """Return title and HTML of one descriptor: what a row is, and each column with its allowed values.

    Parameters
    ----------
    path : path
        The descriptor.
    files : str
        Relative address of the folder of published tables.
    """
    content = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    keys = content["schema"].get("primaryKey", [])
    keys = [keys] if isinstance(keys, str) else keys
    references = {key["fields"][0]: key["reference"] for key in content["schema"].get("foreignKeys", [])}
    rows = "".join(_row(field, field["name"] in keys, references.get(field["name"]), content["name"])
                   for field in content["schema"]["fields"])
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Column", "Type", "Meaning", "Allowed"))
    body = f"<table class=press-rows><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    licences = ", ".join(licence["name"] for licence in content["licenses"])
    intro = (f'<p class="press-generated">{html.escape(content["description"])}</p>'
             f'<p class="press-sources press-generated">File: <a href="{files}/{content["path"]}" download>{content["path"]}</a>. Licence: {html.escape(licences)}.</p>')
    columns = scroll(body, f"Columns of {content['title']}")
    return content["title"], f'{intro}<div class="press-table press-whole">{columns}</div>'


def _row(field, is_key, reference, table_name):
    rules = field.get("constraints", {})
    allowed = [f"{key} {html.escape(str(value))}" for key, value in rules.items() if key not in ("required", "enum")]
    if reference:
        target = reference["resource"] or table_name
        allowed.append(f'<a href="#table-{target}">{target}</a>')
    if field.get("options"):
        allowed.append("<ul>" + "".join(f"<li><code>{html.escape(str(value))}</code>: {html.escape(str(meaning))}</li>"
                                        for value, meaning in field["options"].items()) + "</ul>")
    marks = ", ".join(mark for mark, on in (("key", is_key), ("required", rules.get("required"))) if on)
    kind = f"{field['type']}{f' ({marks})' if marks else ''}"
    return (f'<tr><th scope="row"><code>{broken(field["name"])}</code></th><td data-label="Type">{kind}</td>'
            f'<td data-label="Meaning">{html.escape(field["description"])}</td><td data-label="Allowed">{"; ".join(allowed)}</td></tr>')
